package io.tapio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processor time in microseconds, as Linux counts it: in steps of 10 ms, so it takes a second or
 * two to be of use.
 *
 * @param server of the servers whose processes are known; null if none is
 * @param serverKernel the part of it that the kernel used on their behalf
 * @param others what everybody else on this machine used
 * @param processors how many there are
 */
record Effort(
        double seconds,
        @Nullable Double server,
        @Nullable Double serverKernel,
        double client,
        double others,
        int processors) {

    private static final double MICROS_PER_TICK = 10_000; // USER_HZ is 100 wherever Linux runs
    private static final Path PROC = Path.of("/proc");

    /** Counters at one moment. */
    record Mark(long nanos, long user, long kernel, long client, long busy) {

        static Mark of(List<Long> pids) {
            long user = 0;
            long kernel = 0;
            for (long pid : pids) {
                long[] ticks = ofProcess(Long.toString(pid));
                user += ticks[0];
                kernel += ticks[1];
            }
            long[] own = ofProcess("self");
            return new Mark(System.nanoTime(), user, kernel, own[0] + own[1], ofMachine());
        }
    }

    static Effort between(Mark begin, Mark end, boolean serverIsKnown) {
        double user = (end.user - begin.user) * MICROS_PER_TICK;
        double kernel = (end.kernel - begin.kernel) * MICROS_PER_TICK;
        double client = (end.client - begin.client) * MICROS_PER_TICK;
        double all = (end.busy - begin.busy) * MICROS_PER_TICK;
        double others = Math.max(0, all - client - user - kernel);
        double seconds = (end.nanos - begin.nanos) / 1e9;
        return new Effort(
                seconds,
                serverIsKnown ? user + kernel : null,
                serverIsKnown ? kernel : null,
                client,
                serverIsKnown ? others : 0,
                Runtime.getRuntime().availableProcessors());
    }

    /** How many processors all others kept busy. */
    double othersProcessors() {
        return others / 1e6 / seconds;
    }

    @Nullable Double serverPerOp(long ops) {
        return server == null || ops == 0 ? null : server / ops;
    }

    @Nullable Double kernelPerOp(long ops) {
        return serverKernel == null || ops == 0 ? null : serverKernel / ops;
    }

    double clientPerOp(long ops) {
        return ops == 0 ? 0 : client / ops;
    }

    /** User and system ticks; zeros where there is no such process, or no Linux. */
    private static long[] ofProcess(String pid) {
        var stat = read(PROC.resolve(pid).resolve("stat"));
        int name = stat.lastIndexOf(')');
        if (name < 0) return new long[2];
        var fields = List.of(stat.substring(name + 2).split(" ", -1));
        return new long[] {Long.parseLong(fields.get(11)), Long.parseLong(fields.get(12))};
    }

    /** All ticks in which a processor did something, or was kept from it by another machine. */
    private static long ofMachine() {
        var words = read(PROC.resolve("stat")).lines().findFirst().orElse("").split(" +", -1);
        long busy = 0;
        for (int i = 1; i < Math.min(words.length, 9); i++) {
            boolean idle = i == 4 || i == 5;
            if (!idle) busy += Long.parseLong(words[i]);
        }
        return busy;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
