package io.tapio.peer;

/**
 * Milliseconds, as exact as the looks at it are frequent. Stands still while the whole process
 * does: after a long pause nobody is given up before what came meanwhile was read.
 */
final class PeerClock {
    private final Desk desk;
    private long nowMs;
    private long lookedMs;

    PeerClock(Desk desk) {
        this.desk = desk;
        lookedMs = desk.nowMs();
    }

    /** How often somebody is to look. */
    long intervalMs() {
        return Math.max(5, desk.silenceMs(LinkKind.VOTES) / 12);
    }

    void look() {
        long now = desk.nowMs();
        nowMs += Math.min(now - lookedMs, 2 * intervalMs());
        lookedMs = now;
    }

    long nowMs() {
        return nowMs;
    }
}
