package io.tapio.log;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A log with a member's part played by the test: it appends, and folds the same for itself. */
final class LogRig {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FaultyStorage storage = new FaultyStorage();
    final Random random;
    ChainFold live = new ChainFold();
    final TestProbe<Log.Notice> member;
    private final ActorTestKit kit;
    private final Deque<Zxid> underway = new ArrayDeque<>();
    LogSettings settings;
    ActorRef<Log.Command> log;
    int epoch = 1;
    private int counter;

    LogRig(ActorTestKit kit, Path directory, long seed) {
        this.kit = kit;
        random = new Random(seed);
        member = kit.createTestProbe();
        settings =
                new LogSettings(
                        directory,
                        directory,
                        new ServerId(1),
                        64 * 1024,
                        256 * 1024,
                        3,
                        1000,
                        false);
    }

    /** From the next start on. */
    void heals() {
        Path directory = settings.dataDir();
        settings =
                new LogSettings(
                        directory,
                        directory,
                        new ServerId(1),
                        64 * 1024,
                        256 * 1024,
                        3,
                        1000,
                        true);
    }

    static Config config() {
        return ConfigFactory.parseString("pekko.loglevel = WARNING")
                .withFallback(ConfigFactory.parseResources("tapio-log.conf"))
                .withFallback(ConfigFactory.load());
    }

    Log.Recovered<?> start() {
        startOnly();
        return next(Log.Recovered.class);
    }

    void startOnly() {
        start(Log.Plugins.OURS);
    }

    void start(Log.Plugins plugins) {
        log =
                kit.spawn(
                        Log.create(settings, ChainFold::new, member.ref(), storage, plugins),
                        Log.DISPATCHER);
    }

    /** The next notice; news of space in between is passed over. */
    Log.Notice next() {
        Log.Notice notice = member.receiveMessage(PATIENCE);
        while (notice instanceof Log.SpaceChanged || notice instanceof Log.LogBegins) {
            notice = member.receiveMessage(PATIENCE);
        }
        if (notice instanceof Log.Durable durable) {
            Zxid expected = underway.poll();
            if (expected != null && !durable.upTo().equals(expected)) {
                throw new AssertionError("out of order: " + durable);
            }
        }
        return notice;
    }

    /** The next notice, which must be of this kind. */
    <N extends Log.Notice> N next(Class<N> kind) {
        Log.Notice notice = next();
        if (kind.isInstance(notice)) return kind.cast(notice);

        throw new AssertionError("expected " + kind.getSimpleName() + " but got " + notice);
    }

    /** Waits until the log says that it has grown after the disk was full. */
    void awaitSpace() {
        while (true) {
            if (member.receiveMessage(PATIENCE) instanceof Log.SpaceChanged space && !space.full())
                return;
        }
    }

    /** Sends {@code count} new entries on their way. */
    Zxid append(int count) {
        Entries entries =
                Facts.entries(epoch, counter + 1, counter + count, 1 + random.nextInt(200), random);
        counter += count;
        log.tell(new Log.Append(entries, live.applied(), markOfLive()));
        live.append(entries);
        underway.add(entries.last());
        return entries.last();
    }

    private DigestMark markOfLive() {
        return live.mark();
    }

    /** Waits until everything appended is durable. */
    Log.Durable durable() {
        Log.Durable durable = new Log.Durable(Zxid.NONE, 0);
        while (!underway.isEmpty()) durable = next(Log.Durable.class);
        return durable;
    }

    void newEpoch() {
        epoch++;
        counter = 0;
    }

    void truncate(Zxid last) {
        log.tell(new Log.Truncate(last));
        live.truncate(last);
    }

    /** Takes a snapshot of the applied state, in {@code chunks} pieces. */
    Zxid takeSnapshot(int chunks) {
        SnapshotFeed feed = beginSnapshot();
        fill(feed, chunks);
        return feed.at();
    }

    SnapshotFeed beginSnapshot() {
        var feed = new SnapshotFeed(live.applied());
        log.tell(new Log.TakeSnapshot(feed));
        return feed;
    }

    /** Appends and commits {@code batches} batches of entries. */
    void write(int batches) {
        for (int i = 0; i < batches; i++) {
            append(1 + random.nextInt(5));
            durable();
            live.commit(live.last());
        }
    }

    Path snapshot(Zxid at) {
        return directory().resolve("snapshot-%016x.snap".formatted(at.value()));
    }

    /** The names in the directory that end so. */
    List<String> files(String suffix) throws IOException {
        try (var files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    void fill(SnapshotFeed feed, int chunks) {
        byte[] state = live.saved();
        feed.add(state, state.length);
        for (int i = 1; i < chunks; i++) {
            byte[] chunk = new byte[1 + random.nextInt(1000)];
            random.nextBytes(chunk);
            feed.add(chunk, chunk.length);
        }
        feed.end(live.mark());
    }

    /** Some other history, all of it committed, that ends with {@code last}. */
    ChainFold stateFromElsewhere(Zxid last) {
        var state = new ChainFold();
        state.append(Facts.entries(last.epoch(), 1, last.counter(), 9, random));
        state.commit(last);
        return state;
    }

    /** Installs a state, which from now on is ours. */
    void install(ChainFold state) {
        live = state;
        epoch = state.applied().epoch();
        counter = state.applied().counter();
        var feed = new SnapshotFeed(state.applied());
        log.tell(new Log.InstallSnapshot(feed));
        fill(feed, 4);
    }

    /** Ends the log as a crash would. */
    void kill() {
        kit.stop(log, PATIENCE);
    }

    void close() {
        TestProbe<Log.Closed> closed = kit.createTestProbe();
        log.tell(new Log.Close(closed.ref()));
        closed.receiveMessage(PATIENCE);
        closed.expectTerminated(log, PATIENCE);
    }

    void expectStopped() {
        member.expectTerminated(log, PATIENCE);
    }

    Path directory() {
        return settings.dataDir().resolve("tapio-1");
    }
}
