package io.tapio.testkit.explore;

/** Something came about that must never be. */
final class Breach extends AssertionError {
    private static final long serialVersionUID = 1;

    Breach(String what) {
        super(what);
    }

    static void unless(boolean holds, String what) {
        if (!holds) throw new Breach(what);
    }
}
