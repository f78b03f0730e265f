package io.tapio.testkit.sim.full;

import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.wire.ReplyReader;

/** What a client was answered: the header, and the rest to be read by whoever wants. */
public record Reply(ReplyReader.Header header, Bytes frame) {
    private static final int HEADER_BYTES = 16;

    public boolean isOk() {
        return header.err() == 0;
    }

    /** A reader that stands behind the header. */
    public JuteReader body() {
        return new JuteReader(frame.slice(HEADER_BYTES, frame.length()));
    }
}
