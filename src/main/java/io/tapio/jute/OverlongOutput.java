package io.tapio.jute;

/** What is to be written has outgrown the bound of its writer. Carries no stack trace. */
public final class OverlongOutput extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OverlongOutput(int maxBytes) {
        super("more than " + maxBytes + " bytes", null, false, false);
    }
}
