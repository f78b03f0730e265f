package io.tapio.admin;

import io.tapio.cluster.ClusterJoiner;
import io.tapio.ensemble.Member;
import io.tapio.ensemble.Retinue;
import io.tapio.front.Lobby;
import io.tapio.jute.JuteReader;
import io.tapio.log.RecoveredLog;
import io.tapio.model.Bytes;
import io.tapio.replica.Replica;
import io.tapio.session.SessionFigures;
import io.tapio.session.SessionView;
import io.tapio.session.TextLink;
import io.tapio.state.Conversation;
import io.tapio.state.ReplicatedState;
import io.tapio.watch.WatchManager;
import io.tapio.watch.WatchTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers four-letter words: asks each owner of facts in that owner's turn, then writes the text.
 *
 * <p>Belongs on the event loop, as all it asks does. What waits for the disk or the system is done
 * elsewhere. A failure costs the one who asked the answer, and nobody else anything.
 */
public final class FourLetterWords extends AbstractMatchingBehavior<FourLetterWords.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.admin");

    public sealed interface Command {}

    /** Somebody asks; {@code extra} has the 8 bytes after stmk. */
    public record Ask(TextLink link, String word, Bytes extra) implements Command {}

    /** Whether clients are served from now on. Before, and after, most words are not answered. */
    public record Serve(boolean serving) implements Command {}

    /** This server leads, and has no clients; what it is may be asked all the same. */
    public record LeadOnly() implements Command {}

    /** What this server is from now on, and in which epoch; without a quorum that is 0. */
    public record RoleChanged(Role role, int epoch) implements Command {}

    /** Of a leader: who follows it has changed, or what they have. */
    public record RetinueChanged(Retinue retinue) implements Command {}

    /** The client port listens. */
    public record Listening(List<InetSocketAddress> addresses) implements Command {}

    /** The log has been read. */
    public record Recovered(RecoveredLog log) implements Command {}

    /** A snapshot is on disk. */
    public record SnapshotTaken(Duration took) implements Command {}

    /** The disk has no room for more, or has it again. */
    public record SpaceChanged(boolean full) implements Command {}

    private record Next(TextLink link, Runnable step) implements Command {}

    /**
     * The rooms that are asked.
     *
     * @param member knows the links with the others, as {@code cluster} knows the cluster; a server
     *     on its own asks neither
     * @param uptimeClockMs is never set back; read on the loop's thread
     */
    public record Rooms(
            ActorRef<Replica.Command> replica,
            ActorRef<WatchManager.Command> watches,
            ActorRef<Member.Command> member,
            ActorRef<ClusterJoiner.Command> cluster,
            Lobby lobby,
            SessionFigures sessions,
            ProposalSizes proposals,
            InstantSource clock,
            LongSupplier uptimeClockMs) {}

    private static final String NOT_SERVING =
            "This ZooKeeper instance is not currently serving requests\n";
    private static final long DEFAULT_TRACE_MASK = 0b1_0011_0010;

    private final AdminSettings settings;
    private final Rooms rooms;
    private final LogNews log = new LogNews();
    private Configured configured;
    private final EnsembleNews ensemble;
    private final Monitor monitor;
    private boolean serving;
    private boolean hasClients; // or would have, if any came
    private long servingSinceMs;
    private long traceMask = DEFAULT_TRACE_MASK;

    public static Behavior<Command> create(AdminSettings settings, Rooms rooms) {
        return Behaviors.setup(context -> new FourLetterWords(context, settings, rooms));
    }

    private FourLetterWords(ActorContext<Command> context, AdminSettings settings, Rooms rooms) {
        super(context);
        this.settings = settings;
        this.rooms = rooms;
        this.configured = settings.configured();
        this.ensemble =
                new EnsembleNews(
                        configured.place().map(Configured.Place::voters).orElse(0),
                        rooms.proposals(),
                        rooms.uptimeClockMs().getAsLong());
        this.monitor = new Monitor(rooms, log, ensemble, context.getSystem().scheduler());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Ask(TextLink link, String word, Bytes extra) ->
                    carryOut(link, () -> ask(link, word, extra));
            case Serve serve -> serve(serve.serving(), serve.serving());
            case LeadOnly only -> serve(true, false);
            case RoleChanged now ->
                    ensemble.roleChanged(
                            now.role(), now.epoch(), rooms.uptimeClockMs().getAsLong());
            case RetinueChanged now -> ensemble.retinueChanged(now.retinue());
            case Listening(List<InetSocketAddress> addresses) ->
                    configured = configured.withClientPort(addresses.getFirst().getPort());
            case Recovered recovered -> log.recovered(recovered.log());
            case SnapshotTaken taken -> log.snapshotTaken(taken.took());
            case SpaceChanged space -> log.spaceChanged(space.full());
            case Next(TextLink link, Runnable step) -> carryOut(link, step);
        }
        return this;
    }

    private static void carryOut(TextLink link, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException mistake) {
            LOG.error("a four-letter word failed", mistake);
            link.close();
        }
    }

    private String isReadOnly() {
        if (!hasClients) return "null"; // so that no client comes
        return ensemble.role() == Role.READ_ONLY ? "ro" : "rw";
    }

    private void serve(boolean now, boolean clients) {
        serving = now;
        hasClients = clients;
        servingSinceMs = rooms.uptimeClockMs().getAsLong();
    }

    private void ask(TextLink link, String word, Bytes extra) {
        if (!settings.allowed().test(word)) {
            reply(link, word + " is not executed because it is not in the whitelist.\n");
            return;
        }
        switch (word) {
            case "ruok" -> reply(link, "imok");
            case "isro" -> reply(link, isReadOnly());
            case "gtmk" -> reply(link, Long.toString(traceMask));
            case "stmk" -> {
                traceMask = new JuteReader(extra).int64();
                reply(link, Long.toString(traceMask));
            }
            case "envi" ->
                    about(link)
                            .elsewhere(
                                    () -> Environment.read(settings.version(), settings.process()),
                                    environment -> reply(link, environment::write));
            default -> {
                if (serving) askServer(link, word);
                else reply(link, NOT_SERVING);
            }
        }
    }

    /** The words that a server answers only while it serves. */
    private void askServer(TextLink link, String word) {
        switch (word) {
            case "srvr" -> srvr(link);
            case "stat" -> stat(link);
            case "cons" -> cons(link);
            case "conf" -> sized(link, sizes -> reply(link, out -> configured.write(sizes, out)));
            case "dirs" -> sized(link, sizes -> reply(link, sizes::write));
            case "crst" -> crst(link);
            case "srst" -> srst(link);
            case "mntr" -> mntr(link);
            case "dump" -> dump(link);
            case "hash" ->
                    about(link)
                            .inReplica(
                                    machine -> digests(machine.state()), text -> reply(link, text));
            case "wchs" ->
                    about(link)
                            .inWatches(
                                    WatchTable::dataWatches,
                                    watches ->
                                            reply(
                                                    link,
                                                    out -> WatchText.writeSummary(watches, out)));
            case "wchc" -> about(link).inWatches(this::bySession, text -> reply(link, text));
            case "wchp" -> about(link).inWatches(this::byPath, text -> reply(link, text));
            default -> link.close();
        }
    }

    private void srvr(TextLink link) {
        about(link)
                .inReplica(
                        StateFigures::of,
                        state ->
                                reply(
                                        link,
                                        out -> {
                                            var status = status(state);
                                            status.writeVersion(out);
                                            status.writeFigures(out);
                                        }));
    }

    private void stat(TextLink link) {
        about(link)
                .inReplica(
                        StateFigures::of,
                        state ->
                                reply(
                                        link,
                                        out -> {
                                            var status = status(state);
                                            status.writeVersion(out);
                                            out.line("Clients:");
                                            connections(each -> each.writeBrief(out));
                                            out.line("");
                                            status.writeFigures(out);
                                        }));
    }

    private void cons(TextLink link) {
        reply(
                link,
                out -> {
                    connections(each -> each.writeFull(out));
                    out.line("");
                });
    }

    private void connections(Consumer<ConnectionStatus> each) {
        rooms.lobby().links(link -> each.accept(ConnectionStatus.of(link)));
    }

    private ServerStatus status(StateFigures state) {
        return ServerStatus.of(
                settings.version(), rooms.sessions(), rooms.lobby().figures(), state, ensemble);
    }

    private void crst(TextLink link) {
        rooms.lobby()
                .links(
                        each -> {
                            each.reset();
                            SessionView.of(each).ifPresent(SessionView::reset);
                        });
        reply(link, "Connection stats reset.\n");
    }

    private void srst(TextLink link) {
        monitor.reset();
        rooms.sessions().reset();
        reply(link, "Server stats reset.\n");
    }

    private void mntr(TextLink link) {
        monitor.ask(
                about(link),
                settings.version(),
                servingSinceMs,
                report -> reply(link, report::write));
    }

    private void dump(TextLink link) {
        long nowMs = rooms.clock().millis();
        var zone = ZoneId.systemDefault();
        var out = new Text(settings.textMaxBytes());
        boolean learns = ensemble.role().learns();
        about(link)
                .inReplica(
                        machine -> {
                            StateDump.of(machine, nowMs, zone).write(learns, out);
                            return out;
                        },
                        text -> {
                            var sets = new ExpirySets<String>();
                            connections(
                                    each ->
                                            each.addTo(
                                                    sets, settings.sessionlessTimeoutMs(), nowMs));
                            text.line("Connections dump:");
                            sets.write("Connections", zone, line -> line, text);
                            reply(link, text.toBytes());
                        });
    }

    private Bytes digests(ReplicatedState state) {
        return text(out -> StateDump.writeDigests(state.digests().list(), out));
    }

    private Bytes bySession(WatchTable<Conversation> table) {
        var watches = new WatchText(new Text(settings.textMaxBytes()));
        table.eachByWatcher((who, path) -> watches.bySession(who.session(), path));
        return watches.end();
    }

    private Bytes byPath(WatchTable<Conversation> table) {
        var watches = new WatchText(new Text(settings.textMaxBytes()));
        table.eachByPath((path, who) -> watches.byPath(path, who.session()));
        return watches.end();
    }

    private void sized(TextLink link, Consumer<DirectorySizes> then) {
        about(link)
                .elsewhere(
                        () ->
                                DirectorySizes.measure(
                                        configured.snapshotDir(), configured.journalDir()),
                        then);
    }

    private Inquiry about(TextLink link) {
        ActorRef<Command> self = getContext().getSelf();
        return new Inquiry(
                rooms.replica(), rooms.watches(), step -> self.tell(new Next(link, step)));
    }

    private Bytes text(Consumer<Text> writer) {
        var out = new Text(settings.textMaxBytes());
        writer.accept(out);
        return out.toBytes();
    }

    private void reply(TextLink link, Consumer<Text> writer) {
        reply(link, text(writer));
    }

    private static void reply(TextLink link, String text) {
        reply(link, Bytes.utf8(text));
    }

    private static void reply(TextLink link, Bytes text) {
        link.write(text);
        link.close();
    }
}
