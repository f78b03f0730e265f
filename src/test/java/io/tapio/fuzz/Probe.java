package io.tapio.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;

/**
 * Feeds a parser one input at a time and complains of whatever is not documented: another exception
 * than the refusal, memory that the input does not account for, time that it does not.
 */
final class Probe {
    private static final long BYTES_FREE = 1 << 20; // as a reader's buffers
    private static final long NANOS_MAX = 1_000_000_000;
    private static final int SHOWN_MAX = 2_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Parser parser;

    Probe(Parser parser) {
        this.parser = parser;
    }

    /** Whether the parser takes it. */
    boolean feed(byte[] input) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        boolean taken = read(input.clone());
        boolean slow = System.nanoTime() - began > NANOS_MAX;
        if (isMuch(input, bytes) || slow) checkAgain(input);
        return taken;
    }

    private boolean isMuch(byte[] input, long since) {
        long took = threads.getCurrentThreadAllocatedBytes() - since;
        return took > BYTES_FREE + (long) parser.bytesPerByte() * input.length;
    }

    /** A first time loads classes; and time on the clock may be that of others. */
    private void checkAgain(byte[] input) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long began = threads.getCurrentThreadCpuTime();
        read(input.clone());
        long nanos = threads.getCurrentThreadCpuTime() - began;
        if (isMuch(input, bytes)) {
            long took = threads.getCurrentThreadAllocatedBytes() - bytes;
            throw finding(input, "it takes " + took + " bytes of memory", null);
        }
        if (nanos > NANOS_MAX) {
            throw finding(input, "it takes " + nanos / 1_000_000 + " ms", null);
        }
    }

    private boolean read(byte[] input) {
        try {
            return parser.reading().takes(input);
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError wrong) {
            throw finding(input, "it ends in " + wrong, wrong);
        }
    }

    private AssertionError finding(byte[] input, String what, Throwable cause) {
        String hex = HexFormat.of().formatHex(input);
        String shown = hex.length() <= SHOWN_MAX ? hex : hex.substring(0, SHOWN_MAX) + "...";
        return new AssertionError(
                "%s, %d bytes: %s%n%s".formatted(parser.name(), input.length, what, shown), cause);
    }
}
