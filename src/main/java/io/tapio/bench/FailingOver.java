package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Lost;
import io.tapio.bench.client.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The leader of our own ensemble is killed under writers; how long does nothing go on? */
final class FailingOver {
    private static final int WRITERS = 8;
    private static final Duration CALM = Duration.ofSeconds(1);
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);
    private static final long MILLI = 1_000_000;
    private static final double BEFORE_MS = 300;
    private static final long AFTER_MS = 200;

    private final Bench bench;
    private final Step.FailOver step;
    private final Complaints complaints = new Complaints();

    FailingOver(Bench bench, Step.FailOver step) {
        this.bench = bench;
        this.step = step;
    }

    Result run() throws IOException {
        var servers = bench.target().own().orElseThrow();
        var kills = new ArrayList<Result.Kill>();
        var gaps = Recorder.empty();
        long began = System.nanoTime();
        long acks = 0;
        try (var writers = Writers.begin(bench, WRITERS, complaints)) {
            for (int i = 0; i < step.kills(); i++) kills.add(kill(servers, writers, gaps));
            acks = writers.acks();
            writers.check();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new ResultBuilder(step)
                .of("no write by any client, from the kill of the leader")
                .latency(Latency.of(gaps))
                .kills(kills)
                .note("%d writers, %,d writes in %.1f s".formatted(WRITERS, acks, seconds))
                .build(complaints);
    }

    private Result.Kill kill(OwnServers servers, Writers writers, Histogram gaps)
            throws IOException {
        long calmUntil = System.nanoTime() + CALM.toNanos();
        Loading.sleepUntil(calmUntil);
        int leader = servers.leader().orElseThrow(() -> new Lost("no member leads"));
        long killedAt = System.nanoTime();
        servers.kill(leader);
        if (!OwnServers.await(HEALED_WITHIN, () -> writers.allWroteSince(killedAt + MILLI))) {
            throw new Lost("writes did not go on within 30 s of the leader's death");
        }
        long goneOn = System.nanoTime();
        servers.start(leader);
        servers.awaitServing();
        Loading.sleepUntil(System.nanoTime() + AFTER_MS * MILLI);
        long back = System.nanoTime() - AFTER_MS * MILLI;
        gaps.recordValue(longestGap(writers.times(), killedAt, goneOn));
        return picture(leader, writers, killedAt, goneOn, back);
    }

    /** The longest time after the kill without a write; the one before it counts as at the kill. */
    private static long longestGap(long[] acks, long killedAt, long until) {
        long last = killedAt;
        long longest = 1;
        for (long each : acks) {
            if (each < killedAt || each > until) continue;
            longest = Math.max(longest, each - last);
            last = each;
        }
        return Math.max(longest, until - last);
    }

    private static Result.Kill picture(
            int leader, Writers writers, long killedAt, long goneOn, long back) {
        long[] all = writers.times();
        double gap = longestGap(all, killedAt, goneOn) / (double) MILLI;
        List<Double> each =
                writers.timesOfEach().stream()
                        .map(own -> Math.round(longestGap(own, killedAt, goneOn) / 1e5) / 10.0)
                        .sorted()
                        .toList();
        double to = (back - killedAt) / (double) MILLI + AFTER_MS;
        int[] bins = new int[(int) ((BEFORE_MS + to) / Result.Kill.BIN_MS) + 1];
        for (long at : all) {
            double ms = (at - killedAt) / (double) MILLI + BEFORE_MS;
            if (ms >= 0 && ms < BEFORE_MS + to) bins[(int) (ms / Result.Kill.BIN_MS)]++;
        }
        return new Result.Kill(
                leader,
                Math.round(10 * gap) / 10.0,
                Math.round(longestGap(all, goneOn, back) / 1e5) / 10.0,
                each,
                -BEFORE_MS,
                Arrays.stream(bins).boxed().toList(),
                Math.round((back - killedAt) / (double) MILLI));
    }
}
