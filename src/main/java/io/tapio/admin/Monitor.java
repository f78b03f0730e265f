package io.tapio.admin;

import io.tapio.cluster.ClusterJoiner;
import io.tapio.ensemble.Member;
import io.tapio.front.FrontFigures;
import io.tapio.watch.WatchTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Gathers the figures of {@code mntr} from all who count something. */
final class Monitor {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final FourLetterWords.Rooms rooms;
    private final LogNews log;
    private final EnsembleNews ensemble;
    private final Scheduler scheduler;
    private long bytesReceivedBefore; // the last reset of the figures, which count from zero then
    private long bytesSentBefore;

    Monitor(FourLetterWords.Rooms rooms, LogNews log, EnsembleNews ensemble, Scheduler scheduler) {
        this.rooms = rooms;
        this.log = log;
        this.ensemble = ensemble;
        this.scheduler = scheduler;
    }

    /** The traffic is counted from zero from now on; what is shown as its sum goes on. */
    void reset() {
        FrontFigures front = rooms.lobby().figures();
        bytesReceivedBefore += front.bytesReceived();
        bytesSentBefore += front.bytesSent();
        rooms.lobby().resetFigures();
    }

    /** Asks everybody, one after the other; clients have been served since {@code servedSince}. */
    void ask(Inquiry about, String version, long servedSince, Consumer<MonitorReport> then) {
        about.inReplica(
                StateFigures::of,
                state ->
                        about.inWatches(
                                WatchTable::watchCount,
                                watches ->
                                        about.elsewhere(
                                                this::lookAround,
                                                found ->
                                                        then.accept(
                                                                report(
                                                                        version,
                                                                        state,
                                                                        watches,
                                                                        servedSince,
                                                                        found)))));
    }

    /** What may take its time. */
    private record Found(Optional<OpenFiles> files, Optional<OtherMembers> others) {}

    private Found lookAround() {
        return new Found(
                OpenFiles.count(),
                ensemble.isAlone() ? Optional.empty() : Optional.of(askAboutOthers()));
    }

    private OtherMembers askAboutOthers() {
        var links = AskPattern.ask(rooms.member(), Member.InspectLinks::new, PATIENCE, scheduler);
        var cluster =
                AskPattern.ask(rooms.cluster(), ClusterJoiner.Report::new, PATIENCE, scheduler);
        return new OtherMembers(ifAnswered(links), ifAnswered(cluster));
    }

    private static <T> Optional<T> ifAnswered(CompletionStage<T> question) {
        return question.thenApply(Optional::of)
                .exceptionally(late -> Optional.empty())
                .toCompletableFuture()
                .join();
    }

    private MonitorReport report(
            String version, StateFigures state, int watches, long servedSince, Found found) {
        FrontFigures front = rooms.lobby().figures();
        return new MonitorReport(
                ServerStatus.of(version, rooms.sessions(), front, state, ensemble),
                state,
                new MonitorReport.Traffic(
                        front.accepted(),
                        front.rejected(),
                        front.malformed(),
                        front.silent(),
                        front.failed(),
                        bytesReceivedBefore + front.bytesReceived(),
                        bytesSentBefore + front.bytesSent(),
                        front.queuedBytes()),
                log.disk(),
                watches,
                rooms.sessions().authFailures(),
                ensemble,
                new MonitorReport.Uptime(servedSince, rooms.uptimeClockMs().getAsLong()),
                found.files(),
                found.others());
    }
}
