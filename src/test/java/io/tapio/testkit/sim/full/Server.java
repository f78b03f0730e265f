package io.tapio.testkit.sim.full;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.AuthSettings;
import io.tapio.ensemble.Member;
import io.tapio.ensemble.Office;
import io.tapio.log.Log;
import io.tapio.log.SimDisk;
import io.tapio.log.SimLog;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerTransport;
import io.tapio.replica.Replica;
import io.tapio.replica.SnapshotTaker;
import io.tapio.session.Session;
import io.tapio.session.SessionFigures;
import io.tapio.session.Sessions;
import io.tapio.state.Access;
import io.tapio.state.Outcomes;
import io.tapio.state.Proposal;
import io.tapio.state.RecoveringState;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionRules;
import io.tapio.state.Write;
import io.tapio.txn.EntriesReader;
import io.tapio.watch.WatchManager;
import io.tapio.zab.Marks;
import io.tapio.zab.PeerState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;

/** One member through all its lives: its disk stays, its process comes and goes. */
public final class Server {
    static final Access ACCESS =
            new Access(new AclCheck(false), new AuthSchemes(AuthSettings.DEFAULT));

    private final ServerId id;
    private final Simulation world;
    private final SimDisk disk;
    private final Path directory;
    private final List<ClientWire> clients = new ArrayList<>();
    private Process process;
    private SimLog log;
    private Port port;
    private Room<Replica.Command> replica;
    private Room<Sessions.Command> sessions;
    private boolean wiped;
    private int lives;
    private long clockOffsetMs;
    private Zxid copied = Zxid.NONE;
    private int copiedEpoch;

    // What this life has done so far.
    private final TreeMap<Long, Bytes> logged = new TreeMap<>(); // not known to be applied
    private Zxid applied = Zxid.NONE;
    private Zxid last = Zxid.NONE; // given to the log
    private int position; // of the next entry to be applied
    private boolean recovered;
    private Optional<Office> office = Optional.empty();
    private long offices;

    Server(ServerId id, Simulation world) {
        this.id = id;
        this.world = world;
        this.directory = Path.of("/", "member-" + id.value());
        this.disk = new SimDisk(world.random(), world.agenda()::now);
        this.process = new Process(world.agenda(), world.random());
        process.end();
    }

    public ServerId id() {
        return id;
    }

    public SimDisk disk() {
        return disk;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    boolean isPaused() {
        return process.isAlive() && process.isPaused();
    }

    /** Up to where the platters have the log; nothing while it recovers. */
    public Zxid durable() {
        return log == null || !recovered ? Zxid.NONE : log.durable();
    }

    public int durableEpoch() {
        return log == null || !recovered ? 0 : log.durableEpoch();
    }

    public Zxid applied() {
        return applied;
    }

    /** What the log was given last. */
    public Zxid lastLogged() {
        return last;
    }

    public int life() {
        return lives;
    }

    public boolean isServing() {
        return process.isAlive() && office.isPresent();
    }

    public boolean isLeading() {
        return isServing() && office.get().state() == PeerState.LEADING;
    }

    public Optional<Office> office() {
        return office;
    }

    /** The entry of that number that its log was given and that is not applied yet. */
    public Optional<Bytes> unapplied(Zxid zxid) {
        return Optional.ofNullable(logged.get(zxid.value()));
    }

    /** The last entry that its log was given before that one. */
    public Zxid lastLoggedBefore(Zxid end) {
        Long unapplied = logged.lowerKey(end.value());
        if (unapplied != null) return new Zxid(unapplied);
        return end.isAfter(applied) ? applied : Zxid.NONE;
    }

    /** Says something to another member that it does not mean. */
    public void forge(ServerId to, io.tapio.peer.PeerMessage message) {
        if (process.isAlive()) port.forge(to, message);
    }

    Port port() {
        return port;
    }

    Process process() {
        return process;
    }

    void jumpClock(long ms) {
        clockOffsetMs += ms;
    }

    private long wallMs() {
        return 1_700_000_000_000L + world.agenda().now() / 1000 + clockOffsetMs;
    }

    // Lives.

    void start() {
        if (process.isAlive()) return;

        lives++;
        world.trace().note(id + " starts");
        world.meddler().starts(id, wiped);
        wiped = false;
        process = new Process(world.agenda(), world.random());
        logged.clear();
        applied = Zxid.NONE;
        last = Zxid.NONE;
        position = 0;
        recovered = false;
        office = Optional.empty();
        offices = 0;
        build();
        log.start();
    }

    private void build() {
        replica = new Room<>(process, "replica");
        replica.watch(this::note, this::look);
        var watches = process.room("watches", WatchManager.create());
        var member = new Room<Member.Command>(process, "member");
        ActorRef<Replica.Command> toReplica = new SimRef<>(this::tellReplica);
        InstantSource clock = () -> Instant.ofEpochMilli(wallMs());
        var settings = world.settings();
        replica.begin(
                Replica.on(
                        replica.context(),
                        replica.timers(),
                        ACCESS,
                        SessionRules.GLOBAL,
                        new Corridor(watches.ref(), member.ref()),
                        clock,
                        Duration.ofMillis(settings.tickTimeMs()),
                        new SnapshotTaker(
                                settings.snapshotEveryTxns(),
                                settings.snapshotEveryBytes(),
                                world.random())));
        var rooms =
                new Member.Rooms(
                        (context, notices) -> openLog(notices),
                        (context, supply, events) -> {
                            port = new Port(id, process, world, supply, events);
                            return new SimRef<PeerTransport.Command>(port::tell);
                        },
                        toReplica,
                        new Watcher());
        member.begin(
                Member.on(
                        member.context(),
                        member.timers(),
                        new Member.Place(id, world.membership(), world.zab()),
                        rooms,
                        new Ground()));
        if (port == null || port.process() != process) {
            port = new Port(id, process, world, null, new SimRef<>(event -> {}));
        }
        var house =
                new Session.House(
                        toReplica,
                        member.ref(),
                        ACCESS.schemes(),
                        ACCESS.acls(),
                        settings.minSessionTimeoutMs(),
                        settings.maxSessionTimeoutMs(),
                        64 << 20,
                        new SessionFigures(),
                        () -> process.now() / 1000);
        sessions = new Room<>(process, "sessions");
        sessions.begin(Sessions.on(sessions.context(), sessions.timers(), house, id, wallMs()));
    }

    private ActorRef<Log.Command> openLog(ActorRef<Log.Notice> notices) {
        var yard =
                new SimLog.Yard() {
                    private final Process mine = process;

                    @Override
                    public long nowUs() {
                        return world.agenda().now();
                    }

                    @Override
                    public void at(long timeUs, Runnable what) {
                        mine.at(timeUs, what);
                    }

                    @Override
                    public ActorRef<Log.Notice> collector(List<Log.Notice> into) {
                        return new SimRef<>(into::add);
                    }
                };
        log =
                new SimLog(
                        disk,
                        SimLog.settings(directory, id),
                        () -> new RecoveringState(world.settings()),
                        new SimRef<Log.Notice>(
                                notice ->
                                        world.meddler()
                                                .fromLog(id, notice)
                                                .forEach(each -> onNotice(each, notices))),
                        yard);
        SimLog mine = log;
        return new SimRef<>(
                command -> world.meddler().toLog(id, command).forEach(each -> toLog(mine, each)));
    }

    private void toLog(SimLog mine, Log.Command command) {
        world.laws().toLog(this, command);
        mine.tell(command);
    }

    private void onNotice(Log.Notice notice, ActorRef<Log.Notice> member) {
        if (notice instanceof Log.Recovered<?> found) {
            recovered = true;
            last = found.log().lastLogged();
            world.trace()
                    .note(id + " recovered " + last + " " + found.log().standing().quarantined());
            world.laws().recovered(this, found.log());
        }
        if (notice instanceof Log.Failed failed && failed.isOurMistake()) {
            throw new AssertionError("the log of " + id + " failed", failed.cause());
        }
        if (notice instanceof Log.Failed failed) {
            world.trace().note(id + " log failed " + failed.reason());
        }
        member.tell(notice);
    }

    void crash(boolean power) {
        if (!process.isAlive()) return;

        world.trace().note(id + (power ? " loses power" : " crashes"));
        world.weather().crashed(phase(), power);
        process.end();
        if (port != null && !power) port.unplug("crashed");
        disk.crash(power);
        office = Optional.empty();
        List.copyOf(clients).forEach(each -> each.serverGone(power));
        clients.clear();
        world.laws().crashed(this);
    }

    /** Somebody copies the disk. */
    void keepCopy() {
        disk.keepCopy();
        copied = durable();
        copiedEpoch = Math.max(durableEpoch(), copied.epoch());
    }

    /** Whether that member's platters say that the copy of our disk is an older one. */
    boolean isCopyKnownToBeOldBy(Server other) {
        var marks = new HashMap<ServerId, Zxid>();
        other.disk
                .marks(other.directory)
                .forEach((member, mark) -> marks.put(new ServerId(member), mark));
        return new Marks(marks).isBehind(id, copiedEpoch, copied);
    }

    /** What it knows of the disks of others is on its own from now on. */
    void flushMarks() {
        disk.flushMarks(directory);
    }

    /** Its disk is replaced by a new one. */
    void wipe() {
        disk.wipe();
        wiped = true;
    }

    void pause() {
        if (!process.isAlive()) return;
        world.trace().note(id + " is stopped");
        process.pause();
    }

    void resume() {
        if (!isPaused()) return;
        world.trace().note(id + " goes on");
        process.resume();
    }

    /** What it is doing, as far as a crash is concerned. */
    public Phase phase() {
        if (!recovered) return Phase.RECOVERING;
        return office.map(now -> Phase.valueOf(now.state().name())).orElse(Phase.LOOKING);
    }

    private void exit(String reason) {
        world.trace().note(id + " exits: " + reason);
        crash(false);
        world.agenda().in(300_000 + world.random().nextInt(1_200_000), this::start);
    }

    // The replica, and what it is seen to do.

    private void tellReplica(Replica.Command command) {
        world.meddler().toReplica(id, command).forEach(replica.ref()::tell);
    }

    private void look(Replica.Command after) {
        switch (after) {
            case Replica.Commit commit -> inspect(state -> seen(state, false));
            case Replica.Adopt adopt -> inspect(state -> seen(state, true));
            case Replica.Lead lead -> world.laws().leads(this, lead.epoch());
            default -> {}
        }
    }

    private void note(Replica.Command command) {
        switch (command) {
            case Replica.Logged told -> remember(told.entries());
            case Replica.Truncated cut -> forgetAfter(cut.to());
            case Replica.Stand stand -> forgetAfter(stand.logged());
            case Replica.Adopt adopt -> last = adopt.state().applied();
            default -> {}
        }
    }

    private void forgetAfter(Zxid to) {
        logged.tailMap(to.value(), false).clear();
        if (last.isAfter(to)) last = to;
    }

    private void remember(Entries run) {
        for (var each = new EntriesReader(run); each.hasNext(); ) {
            long at = each.nextZxid().value();
            logged.put(at, each.skip());
        }
        last = run.last();
    }

    private void seen(ReplicatedState state, boolean adopted) {
        Zxid now = state.applied();
        if (adopted) {
            logged.headMap(now.value(), true).clear();
            applied = now;
            position = world.adopted(this, now, state.digestMark().digest());
            return;
        }
        if (!now.isAfter(applied)) return;

        for (var each : List.copyOf(logged.headMap(now.value(), true).entrySet())) {
            world.applied(this, position++, new Zxid(each.getKey()), each.getValue());
        }
        logged.headMap(now.value(), true).clear();
        applied = now;
        world.stateAt(this, now, state.digestMark().digest());
    }

    /** Reads something of the state at once. */
    void inspect(java.util.function.Consumer<ReplicatedState> view) {
        if (recovered) replica.handle(new Replica.Inspect(m -> view.accept(m.state())));
    }

    // Clients.

    void connect(ClientWire wire, Bytes handshake) {
        clients.add(wire);
        sessions.ref().tell(new Sessions.Connect(wire, handshake));
    }

    void gone(ClientWire wire) {
        clients.remove(wire);
    }

    /** What the replica's outcomes become. */
    private final class Corridor implements Replica.Neighbours {
        private final ActorRef<WatchManager.Command> watches;
        private final ActorRef<Member.Command> member;

        Corridor(ActorRef<WatchManager.Command> watches, ActorRef<Member.Command> member) {
            this.watches = watches;
            this.member = member;
        }

        @Override
        public void outcomes(Outcomes outcomes) {
            watches.tell(new WatchManager.Pass(world.meddler().outcomes(id, outcomes)));
        }

        @Override
        public void propose(Proposal proposal) {
            remember(proposal.entries());
            world.proposed(proposal.entries());
            member.tell(new Member.Propose(proposal));
        }

        @Override
        public void submit(Write write) {
            member.tell(new Member.Submit(write));
        }

        @Override
        public void errand(ServerId to, Bytes errand) {
            member.tell(new Member.Errand(to, errand));
        }

        @Override
        public void confirm(long token) {
            if (world.meddler().confirmsAtOnce()) replica.ref().tell(new Replica.Confirmed(token));
            else member.tell(new Member.Confirm(token));
        }

        @Override
        public void snapshot(SnapshotFeed feed) {
            member.tell(new Member.Snapshot(feed));
        }
    }

    private final class Watcher implements Member.Watcher {
        @Override
        public void serving(Office now) {
            office = Optional.of(now);
            world.trace().note(id + " " + now.state() + " " + now.leader() + " in " + now.epoch());
            long number = ++offices;
            replica.ref()
                    .tell(
                            new Replica.Inspect(
                                    machine -> {
                                        if (number != offices) return;
                                        var lastCreated = machine.state().sessions().lastCreated();
                                        sessions.ref().tell(new Sessions.Serve(lastCreated));
                                    }));
        }

        @Override
        public void looking(String reason) {
            world.trace().note(id + " looks: " + reason);
            world.laws().looks(Server.this, reason);
            office = Optional.empty();
            offices++;
            sessions.ref().tell(new Sessions.Await());
        }

        @Override
        public void failed(String reason) {
            Process mine = process;
            process.in(
                    10,
                    () -> {
                        if (process == mine) exit(reason);
                    });
        }
    }

    private final class Ground implements Member.Ground {
        private final Process mine = process;

        @Override
        public long nanoTime() {
            return world.agenda().now() * 1000;
        }

        @Override
        public Executor readers() {
            return task -> mine.in(20 + world.random().nextInt(2_000), task);
        }

        @Override
        public <T> ActorRef<T> nobody() {
            return new SimRef<>(message -> {});
        }
    }

    @Override
    public String toString() {
        String role = office.map(now -> now.state() + " " + now.leader()).orElse("looks");
        return "%s %s, life %d, applied %s, log to %s, on disk %s"
                .formatted(
                        id,
                        isAlive() ? (isPaused() ? "stopped" : role) : "down",
                        lives,
                        applied,
                        last,
                        durable());
    }
}
