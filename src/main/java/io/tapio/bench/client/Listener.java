package io.tapio.bench.client;

import java.io.IOException;

/** Learns from a {@link Channels} what becomes of its connections. */
interface Listener {
    /** It has its session now. */
    void greeted(Talk talk, long now) throws IOException;

    /** A reply was right or complained about; it is still the oldest under way. */
    void answered(Talk talk, long now);

    /** All that had come was heard, at this time. */
    void heardAll(Talk talk, long now) throws IOException;

    /** Its session is closed. */
    void closed(Talk talk) throws IOException;
}
