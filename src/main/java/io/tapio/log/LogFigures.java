package io.tapio.log;

import java.util.concurrent.atomic.AtomicLong;

/** How the disk is doing, counted since the start; written by the log, readable by any thread. */
public final class LogFigures {
    private final AtomicLong fsyncs = new AtomicLong();
    private final AtomicLong fsyncNanosTotal = new AtomicLong();
    private final AtomicLong fsyncNanosMin = new AtomicLong();
    private final AtomicLong fsyncNanosMax = new AtomicLong();
    private final AtomicLong fsyncNanosLast = new AtomicLong();
    private final AtomicLong slowFsyncs = new AtomicLong();
    private final AtomicLong bytesAppended = new AtomicLong();

    LogFigures() {}

    void fsynced(long nanos, boolean slow) {
        if (fsyncs.get() == 0 || nanos < fsyncNanosMin.get()) fsyncNanosMin.lazySet(nanos);
        add(fsyncs, 1);
        add(fsyncNanosTotal, nanos);
        fsyncNanosLast.lazySet(nanos);
        if (nanos > fsyncNanosMax.get()) fsyncNanosMax.lazySet(nanos);
        if (slow) add(slowFsyncs, 1);
    }

    void appended(long bytes) {
        add(bytesAppended, bytes);
    }

    public long fsyncs() {
        return fsyncs.get();
    }

    public long fsyncNanosTotal() {
        return fsyncNanosTotal.get();
    }

    /** 0 before the first fsync. */
    public long fsyncNanosMin() {
        return fsyncNanosMin.get();
    }

    public long fsyncNanosMax() {
        return fsyncNanosMax.get();
    }

    public long fsyncNanosLast() {
        return fsyncNanosLast.get();
    }

    /** How many fsyncs took longer than the threshold of the settings. */
    public long slowFsyncs() {
        return slowFsyncs.get();
    }

    public long bytesAppended() {
        return bytesAppended.get();
    }

    /** One thread writes, so no read-modify-write is needed. */
    private static void add(AtomicLong figure, long more) {
        figure.lazySet(figure.get() + more);
    }
}
