package io.tapio;

/** The server cannot start, and why in one sentence; {@code exitCode} is the program's. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    StartFailure(Outage outage) {
        super(outage.reason(), null, false, false);
        this.exitCode = outage.exitCode();
    }

    public int exitCode() {
        return exitCode;
    }
}
