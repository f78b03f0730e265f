package io.tapio.front;

import java.util.Set;

/**
 * The bounds of the front door.
 *
 * @param maxFrameBytes the longest frame, as {@code jute.maxbuffer}
 * @param words the four-letter words that are taken as such
 */
public record FrontSettings(
        int maxFrameBytes,
        Set<String> words,
        Sockets sockets,
        Admission admission,
        Patience patience,
        Pressure pressure) {

    private static final Set<String> WORDS =
            Set.of(
                    "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr",
                    "ruok", "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs");

    public FrontSettings {
        require(maxFrameBytes > 0, "maxFrameBytes is positive");
        words = Set.copyOf(words);
        for (String word : words) {
            require(word.matches("[a-z]{4}"), "a word has four letters");
        }
    }

    public static FrontSettings defaults() {
        return new FrontSettings(
                1_048_575,
                WORDS,
                new Sockets(4096, false),
                new Admission(0, 60),
                new Patience(10_000, 3_000, 500, 250),
                Pressure.forHeap(Runtime.getRuntime().maxMemory()));
    }

    public FrontSettings withMaxFrameBytes(int bytes) {
        return new FrontSettings(bytes, words, sockets, admission, patience, pressure);
    }

    public FrontSettings with(Sockets other) {
        return new FrontSettings(maxFrameBytes, words, other, admission, patience, pressure);
    }

    public FrontSettings with(Admission other) {
        return new FrontSettings(maxFrameBytes, words, sockets, other, patience, pressure);
    }

    public FrontSettings with(Patience other) {
        return new FrontSettings(maxFrameBytes, words, sockets, admission, other, pressure);
    }

    public FrontSettings with(Pressure other) {
        return new FrontSettings(maxFrameBytes, words, sockets, admission, patience, other);
    }

    /** {@code backlog}: connections the kernel may hold ready for us. */
    public record Sockets(int backlog, boolean keepAlive) {
        public Sockets {
            require(backlog > 0, "backlog is positive");
        }
    }

    /** How many are let in; 0 stands for no limit. */
    public record Admission(int maxConnections, int maxConnectionsPerHost) {
        public Admission {
            require(maxConnections >= 0, "maxConnections is not negative");
            require(maxConnectionsPerHost >= 0, "maxConnectionsPerHost is not negative");
        }
    }

    /**
     * How long we wait.
     *
     * @param sessionlessMs for a connection to get its session
     * @param flushMs for a client to take the last replies before its connection is closed
     * @param sweepMs between two looks at all connections: deadlines are kept this exactly
     * @param acceptPauseMs before accepting again after the system refused a descriptor
     */
    public record Patience(int sessionlessMs, int flushMs, int sweepMs, int acceptPauseMs) {
        public Patience {
            require(sessionlessMs > 0, "sessionlessMs is positive");
            require(flushMs > 0, "flushMs is positive");
            require(sweepMs > 0, "sweepMs is positive");
            require(acceptPauseMs > 0, "acceptPauseMs is positive");
        }
    }

    /**
     * Where reading stops, to go on at half, and where closing begins.
     *
     * @param unanswered requests of one connection
     * @param unansweredBytes of the requests of one connection
     * @param outHighBytes waiting to be written to one client: reading stops
     * @param outMaxBytes waiting to be written to one client: it is closed
     * @param allUnanswered requests of all, as {@code globalOutstandingLimit}: whoever has an
     *     unanswered one is not read any more
     * @param allUnansweredBytes of the requests of all, with the same effect
     * @param allOutBytes waiting to be written to all: whoever adds more is closed
     */
    public record Pressure(
            int unanswered,
            int unansweredBytes,
            int outHighBytes,
            int outMaxBytes,
            int allUnanswered,
            long allUnansweredBytes,
            long allOutBytes) {
        public Pressure {
            require(unanswered > 0, "unanswered is positive");
            require(unansweredBytes > 0, "unansweredBytes is positive");
            require(outHighBytes > 0, "outHighBytes is positive");
            require(outMaxBytes > outHighBytes, "outMaxBytes exceeds outHighBytes");
            require(allUnanswered > 0, "allUnanswered is positive");
            require(allUnansweredBytes > 0, "allUnansweredBytes is positive");
            require(allOutBytes >= outMaxBytes, "allOutBytes is at least outMaxBytes");
        }

        /** What is right for most: all clients together may fill a quarter of the heap. */
        public static Pressure forHeap(long heapBytes) {
            int outMaxBytes = (int) Math.clamp(heapBytes / 8, 4L << 20, 64L << 20);
            return new Pressure(
                    1000,
                    1 << 20,
                    1 << 20,
                    outMaxBytes,
                    1000,
                    Math.max(heapBytes / 16, 4L << 20),
                    Math.max(heapBytes / 6, outMaxBytes));
        }

        public Pressure withAllUnanswered(int globalOutstandingLimit) {
            return new Pressure(
                    unanswered,
                    unansweredBytes,
                    outHighBytes,
                    outMaxBytes,
                    globalOutstandingLimit,
                    allUnansweredBytes,
                    allOutBytes);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) throw new IllegalArgumentException("front settings: " + rule);
    }
}
