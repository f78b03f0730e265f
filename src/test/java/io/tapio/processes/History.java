package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawStat;
import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Event;
import io.tapio.torture.history.HistoryCheck;
import io.tapio.torture.history.Linearizability;
import io.tapio.torture.history.Result;
import io.tapio.torture.history.Stat;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Clients that write and read while an ensemble suffers, and everything they asked and were told.
 * Every payload is used once, so that each can be found again.
 */
final class History implements AutoCloseable {
    private static final int REGISTERS = 3;
    private static final int SEARCH_STEPS_MAX = 5_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    enum Outcome {
        /** Acknowledged. */
        DONE,
        /** Refused by a definite error. */
        REFUSED,
        /** The connection broke before the answer: done once or never. */
        OPEN
    }

    /** A write, for the figures: which member took it, when, and what became of it. */
    record Write(int member, long sentNanos, long answeredNanos, Outcome outcome) {

        boolean isDone() {
            return outcome == Outcome.DONE;
        }
    }

    /** Where a history happens. */
    record Nodes(String name) {

        String root() {
            return "/" + name;
        }

        /** The parent of the sequential nodes. */
        String sequence() {
            return root() + "/sequence";
        }

        List<String> registers() {
            return IntStream.range(0, REGISTERS).mapToObj(i -> root() + "/register-" + i).toList();
        }

        boolean holds(String path) {
            return path.equals(root()) || path.startsWith(root() + "/");
        }

        private List<String> all() {
            var paths = new ArrayList<>(List.of(root(), sequence()));
            paths.addAll(registers());
            return paths;
        }
    }

    /** How hard the clients work: without pause, or politely. */
    enum Pace {
        FULL,
        GENTLE
    }

    /** The client that makes the nodes on which the others meet. */
    private static final int FOUNDER = -1;

    private final Nodes nodes;
    private final List<Event> preparations = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> work = new ArrayList<>();
    private boolean stopped;

    private History(Nodes nodes) {
        this.nodes = nodes;
    }

    /** One client at each of these members, which stays there as long as it is served. */
    static History at(List<MemberProcess> members, Pace pace) {
        return at(members, pace, "history");
    }

    /** One that has nodes of its own, beside those of others. */
    static History at(List<MemberProcess> members, Pace pace, String name) {
        return new History(new Nodes(name)).begin(members, pace, false);
    }

    /** One client at each of these members, which changes to another one now and then. */
    static History roaming(List<MemberProcess> members, Pace pace) {
        return new History(new Nodes("history")).begin(members, pace, true);
    }

    private History begin(List<MemberProcess> members, Pace pace, boolean roams) {
        prepare(members.getFirst().awaitServing().address());
        for (int home = 0; home < members.size(); home++) {
            workers.add(new Worker(home, members, nodes, pace, roams));
        }
        for (var worker : workers) work.add(threads.submit(worker));
        awaitProgress(20);
        return this;
    }

    private void prepare(InetSocketAddress address) {
        try (var client = RawClient.connect(address)) {
            int order = 0;
            for (var path : nodes.all()) {
                long sent = System.nanoTime();
                var reply = client.create(path, "");
                assertThat(reply.ok()).as("%s: %s", path, reply).isTrue();
                preparations.add(
                        new Event.Operation(
                                FOUNDER,
                                client.sessionId(),
                                ++order,
                                sent,
                                System.nanoTime(),
                                new Call.Create(path, "", Call.Mode.PERSISTENT),
                                new Answer.Done(
                                        reply.zxid(), new Result.Created(path, Optional.empty()))));
            }
            client.closeSession();
        }
    }

    // ---- while it goes on

    /** Waits until every client has been told of so many more writes. */
    void awaitProgress(int writes) {
        awaitProgress(workers, writes);
    }

    /** Waits until some client has been told of so many more writes. */
    void awaitSomeProgress(int writes) {
        int goal = acknowledged() + writes;
        await("writes go on", () -> acknowledged() >= goal);
    }

    private void awaitProgress(List<Worker> some, int writes) {
        var goals = some.stream().map(worker -> worker.acknowledged() + writes).toList();
        await(
                "every client is served",
                () -> {
                    for (int i = 0; i < goals.size(); i++) {
                        if (some.get(i).acknowledged() < goals.get(i)) return false;
                    }
                    return true;
                });
    }

    private void await(String promise, Callable<Boolean> condition) {
        Awaitility.await(promise)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .failFast("a client has failed", this::failIfAClientHas)
                .until(condition);
    }

    private void failIfAClientHas() throws Exception {
        for (var future : work) {
            if (future.isDone()) future.get();
        }
    }

    int acknowledged() {
        return workers.stream().mapToInt(Worker::acknowledged).sum();
    }

    /** Ends the load: what is under way is waited for, a little. */
    History stop() throws Exception {
        if (stopped) return this;
        stopped = true;
        workers.forEach(Worker::stop);
        for (var future : work) future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    // ---- afterwards

    List<Write> writes() {
        return workers.stream().flatMap(worker -> worker.writes().stream()).toList();
    }

    /** All that all of them asked and were told. */
    List<Event> events() {
        var events = new ArrayList<>(preparations);
        for (var worker : workers) events.addAll(worker.events());
        return events;
    }

    /** How often a client was told that its session is no more. */
    int expiredSessions() {
        return workers.stream().mapToInt(Worker::expiredSessions).sum();
    }

    /**
     * How long each client of another member than {@code victim} was told of no write, in
     * milliseconds: the longest pause that ended after the fault.
     */
    List<Long> pausesMs(long faultNanos, int victim) {
        var pauses = new ArrayList<Long>();
        for (var worker : workers) {
            var done = worker.writes().stream().filter(Write::isDone).toList();
            var told = done.stream().sorted(Comparator.comparing(Write::answeredNanos)).toList();
            long before = 0;
            int home = victim;
            long longest = 0;
            for (var write : told) {
                long at = write.answeredNanos();
                if (at - faultNanos <= 0) home = write.member();
                else longest = Math.max(longest, at - before);
                before = at;
            }
            if (home != victim) pauses.add(longest / 1_000_000);
        }
        return pauses;
    }

    /** How long one of a hundred writes took at least that were sent in this time; 0 if none. */
    long writeP99Ms(long fromNanos, long toNanos) {
        var took =
                writes().stream()
                        .filter(Write::isDone)
                        .filter(w -> w.sentNanos() >= fromNanos && w.sentNanos() < toNanos)
                        .map(w -> w.answeredNanos() - w.sentNanos())
                        .sorted()
                        .toList();
        return took.isEmpty() ? 0 : took.get(took.size() * 99 / 100) / 1_000_000;
    }

    /**
     * Stops the load and judges: nothing acknowledged is lost, nothing is there twice or out of
     * order, every running member holds the same tree, and no session had to end.
     */
    void check(EnsembleProcesses ensemble) throws Exception {
        stop();
        ensemble.awaitServing();
        var events = events();
        TreeWalk.ofAll(ensemble.running())
                .nodes()
                .forEach(
                        (path, node) -> {
                            // Others have histories of their own, in which payloads come again.
                            if (!nodes.holds(path)) return;
                            events.add(new Event.Remains(path, node.data(), stat(node.stat())));
                        });
        var history = new io.tapio.torture.history.History(events);
        var findings = new ArrayList<>(HistoryCheck.judge(history).findings());
        findings.addAll(Linearizability.judge(history, SEARCH_STEPS_MAX).findings());
        assertThat(findings).as("what contradicts the promises").isEmpty();
        assertThat(expiredSessions()).as("expired sessions").isZero();
    }

    static Stat stat(RawStat raw) {
        return new Stat(
                raw.czxid(),
                raw.mzxid(),
                raw.version(),
                raw.cversion(),
                raw.pzxid(),
                raw.ephemeralOwner(),
                raw.numChildren());
    }

    @Override
    public String toString() {
        var writes = writes();
        return "%d writes: %d acknowledged, %d refused, %d open; %d events"
                .formatted(
                        writes.size(),
                        count(writes, Outcome.DONE),
                        count(writes, Outcome.REFUSED),
                        count(writes, Outcome.OPEN),
                        events().size());
    }

    private static long count(List<Write> writes, Outcome outcome) {
        return writes.stream().filter(write -> write.outcome() == outcome).count();
    }

    @Override
    public void close() {
        workers.forEach(Worker::stop);
        threads.shutdownNow();
    }
}
