package io.tapio.peer;

import java.util.function.LongSupplier;

/** What all links of a member share; belongs to the loop's thread. */
final class Desk {
    private final PeerSettings settings;
    private final LongSupplier nowMs;
    private final RareLines lines;
    private final PeerCodec codec = new PeerCodec();
    private final PeerCounters counters = new PeerCounters();

    /** {@code nowMs} is never set back. */
    Desk(PeerSettings settings, LongSupplier nowMs) {
        this.settings = settings;
        this.nowMs = nowMs;
        lines = new RareLines(nowMs);
    }

    PeerSettings settings() {
        return settings;
    }

    long silenceMs(LinkKind kind) {
        return switch (kind) {
            case LEARNER -> settings.patience().silence().toMillis();
            case VOTES -> settings.patience().voteSilence().toMillis();
        };
    }

    long nowMs() {
        return nowMs.getAsLong();
    }

    RareLines lines() {
        return lines;
    }

    PeerCodec codec() {
        return codec;
    }

    PeerCounters counters() {
        return counters;
    }
}
