package io.tapio.jute;

/** Bytes from outside do not follow the protocol; says how. Carries no stack trace. */
public final class MalformedInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedInput(String reason) {
        super(reason, null, false, false);
    }
}
