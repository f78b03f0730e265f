package io.tapio.testkit.sim.full;

/** A promise was broken. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String promise;

    public Violation(String promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    /** Which one. */
    public String promise() {
        return promise;
    }
}
