package io.tapio.bench.client;

/** A server said what no server may say to what was asked. */
public final class WrongReply extends Exception {
    private static final long serialVersionUID = 1;

    public WrongReply(String reason) {
        super(reason, null, false, false);
    }
}
