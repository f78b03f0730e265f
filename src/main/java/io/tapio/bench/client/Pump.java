package io.tapio.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves what some connections ask and are answered, on the thread that calls it. In a closed loop
 * every reply makes room for the next request; in an open one requests are due at a steady rate,
 * and if a server keeps them waiting, that counts as time they took.
 */
public final class Pump implements AutoCloseable {
    private static final long DRAIN_NANOS = 10_000_000_000L;
    private static final long PING_NANOS = 8_000_000_000L;
    private static final long WAIT_MS = 100;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int OPENING_MAX = 64;

    private final Channels channels;
    private final boolean cycles;
    private Recorder recorder;
    private boolean asks;
    private boolean recordsReplies = true;
    private int opening;
    private long neverAnswered;
    private long late;
    private long lastLook = System.nanoTime();

    // ---- of the open loop
    private long due;
    private int turn;

    private Pump(Complaints complaints, boolean cycles) throws IOException {
        this.channels = new Channels(complaints, new Ear());
        this.cycles = cycles;
        this.asks = cycles;
        this.recorder = nowhere();
    }

    public static Pump of(Complaints complaints) throws IOException {
        return new Pump(complaints, false);
    }

    /** Every connection is given up for a new one as soon as it has a session; that is recorded. */
    public static Pump ofConnections(Complaints complaints) throws IOException {
        return new Pump(complaints, true);
    }

    private static Recorder nowhere() {
        return new Recorder(new Plan(Long.MAX_VALUE, Long.MAX_VALUE, 1, 0));
    }

    /** What is recorded is the job's business. */
    public void leaveRecordingToJobs() {
        recordsReplies = false;
    }

    /** A connection more, with a session; returns when all that were begun before have theirs. */
    public Talk open(InetSocketAddress server, Job job, int window) throws IOException {
        while (opening >= OPENING_MAX) channels.turn(WAIT_MS);
        opening++;
        return channels.open(server, job, window);
    }

    public void awaitOpen(Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (opening > 0) {
            channels.turn(WAIT_MS);
            if (System.nanoTime() < end) continue;
            var waits = channels.talks().stream().filter(t -> t.state != Talk.State.READY);
            throw new Lost(waits.findFirst() + " gives no session");
        }
    }

    public List<Talk> talks() {
        return channels.talks();
    }

    /** What is done whenever all that had come was heard. */
    @FunctionalInterface
    public interface Between {
        void turn(long now) throws IOException;
    }

    /** Asks and hears for as long as the plan says, and then until everything is answered. */
    public Recorder run(Plan plan) throws IOException {
        return run(plan, now -> {});
    }

    public Recorder run(Plan plan, Between between) throws IOException {
        recorder = new Recorder(plan);
        asks = true;
        due = System.nanoTime();
        if (plan.isOpen()) runOpen(plan);
        else runClosed(plan, between);
        asks = false;
        drain();
        return recorder;
    }

    private void runClosed(Plan plan, Between between) throws IOException {
        for (var talk : channels.talks()) nudge(talk, System.nanoTime());
        while (System.nanoTime() < plan.end()) {
            channels.turn(WAIT_MS);
            between.turn(System.nanoTime());
            if (!recordsReplies) pingTheIdle();
        }
    }

    /** Asks now if there is room and something to ask. */
    public void nudge(Talk talk, long now) throws IOException {
        if (talk.state == Talk.State.READY && !cycles) channels.fill(talk, now);
    }

    // ---- the open loop

    private void runOpen(Plan plan) throws IOException {
        double gap = 1e9 / plan.rate();
        long first = due;
        long number = 0;
        while (due < plan.end()) {
            long now = System.nanoTime();
            if (now > plan.end() + DRAIN_NANOS) break;
            while (due <= now && due < plan.end()) {
                int sent = sendDue(now, first, number, gap, plan);
                if (sent == 0) break;
                number += sent;
                due = first + (long) (number * gap);
            }
            pingTheIdle();
            channels.turn(waitMs(now));
            if (due > now) giveWay();
        }
        if (due < plan.end()) neverAnswered += (long) ((plan.end() - due) / gap);
    }

    /** Awake, but not in the way: the server may need this very processor. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void giveWay() {
        Thread.yield();
    }

    /** All that is due now and finds room on the next connection that has some. */
    private int sendDue(long now, long first, long number, double gap, Plan plan)
            throws IOException {
        var talk = nextWithRoom();
        if (talk == null) return 0;
        channels.beginRequests();
        int sent = 0;
        long at = due;
        while (at <= now && at < plan.end() && talk.hasRoom() && channels.ask(talk, at)) {
            if (sent == 0 && now - at > NANOS_PER_MS && talk.underWay() == 1) late++;
            sent++;
            at = first + (long) ((number + sent) * gap);
        }
        channels.send(talk, now);
        return sent;
    }

    private @Nullable Talk nextWithRoom() {
        var talks = channels.talks();
        for (int tried = 0; tried < talks.size(); tried++) {
            var talk = talks.get(turn);
            turn = (turn + 1) % talks.size();
            if (talk.hasRoom() && !talk.unsent.hasRemaining()) return talk;
        }
        return null;
    }

    /** What is due sooner than a selector can wait is waited for awake. */
    private long waitMs(long now) {
        if (due <= now) return 1;
        return Math.min(WAIT_MS, Math.max(0, (due - now) / NANOS_PER_MS - 1));
    }

    private void pingTheIdle() throws IOException {
        long now = System.nanoTime();
        if (now - lastLook < PING_NANOS / 4) return;
        lastLook = now;
        for (var talk : channels.talks()) {
            if (talk.state == Talk.State.READY && now - talk.lastSentAt > PING_NANOS) {
                channels.ping(talk, now);
            }
        }
    }

    // ---- the end

    private void drain() throws IOException {
        long end = System.nanoTime() + DRAIN_NANOS;
        while (underWay() > 0 && System.nanoTime() < end) channels.turn(WAIT_MS);
        if (!cycles) neverAnswered += underWay();
    }

    private int underWay() {
        if (!cycles) return channels.talks().stream().mapToInt(Talk::underWay).sum();
        var open = channels.talks().stream().filter(t -> t.state != Talk.State.CLOSED);
        return (int) open.count();
    }

    /** How many operations had no reply long after the end, or were never sent. */
    public long neverAnswered() {
        return neverAnswered;
    }

    /** How many were sent more than a millisecond late by our own fault. */
    public long late() {
        return late;
    }

    /** Ends all sessions in good order; whoever does not answer is left. */
    public void closeSessions() throws IOException {
        asks = false;
        long now = System.nanoTime();
        for (var talk : channels.talks()) {
            if (talk.state == Talk.State.READY) channels.close(talk, now);
        }
        long end = now + DRAIN_NANOS;
        while (System.nanoTime() < end
                && channels.talks().stream().anyMatch(t -> t.state == Talk.State.CLOSING)) {
            channels.turn(WAIT_MS);
        }
    }

    @Override
    public void close() {
        channels.close();
    }

    private final class Ear implements Listener {
        @Override
        public void greeted(Talk talk, long now) throws IOException {
            opening = Math.max(0, opening - 1);
            if (!cycles) return;
            recorder.record(talk.openedAt, now);
            channels.close(talk, now);
        }

        @Override
        public void answered(Talk talk, long now) {
            if (recordsReplies) recorder.record(talk.since(), now);
        }

        @Override
        public void heardAll(Talk talk, long now) throws IOException {
            if (asks && !recorder.plan().isOpen()) nudge(talk, now);
        }

        @Override
        public void closed(Talk talk) throws IOException {
            if (cycles && asks) channels.reopen(talk);
        }
    }
}
