package io.tapio.bench.client;

import java.io.IOException;

/** A connection that cannot be had, or cannot go on; the message says with whom and why. */
public final class Lost extends IOException {
    private static final long serialVersionUID = 1;

    public Lost(String reason) {
        super(reason);
    }
}
