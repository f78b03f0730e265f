package io.tapio.work;

/** What is counted. */
enum Figure {
    /** Allocated by the thread of the event loop. */
    LOOP_BYTES("loop-bytes"),
    /** Allocated by the thread of the log. */
    LOG_BYTES("log-bytes"),
    /** Turns of the event loop, each with one look at all sockets. */
    TURNS("turns"),
    /** How often the loop was woken by another thread. */
    WAKE_UPS("wake-ups"),
    /** System calls that read from sockets, of clients and members. */
    READS("reads"),
    /** System calls that wrote to sockets, of clients and members. */
    WRITES("writes"),
    /** System calls that wrote to files. */
    APPENDS("appends"),
    /** System calls that wait until files are on disk. */
    FLUSHES("flushes"),
    /** Words sent to other members. */
    PEER_FRAMES("peer-frames"),
    /** Bytes sent to other members. */
    PEER_BYTES("peer-bytes");

    private final String label;

    Figure(String label) {
        this.label = label;
    }

    /** Its name in the file of bounds. */
    String label() {
        return label;
    }

    /** Whether it says something, and the same each time: for turns it takes a single thread. */
    boolean isSteady(Chore chore, int members) {
        return switch (this) {
            case TURNS -> chore.isReading();
            case WAKE_UPS -> chore.isReading() && chore.batches() > 1;
            case PEER_FRAMES, PEER_BYTES -> members > 1;
            default -> true;
        };
    }

    boolean isBytes() {
        return this == LOOP_BYTES || this == LOG_BYTES || this == PEER_BYTES;
    }
}
