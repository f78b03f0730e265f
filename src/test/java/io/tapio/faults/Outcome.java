package io.tapio.faults;

import java.util.Locale;

/** How the tests of a fault ended the last time that they ran. */
enum Outcome {
    PASSED,
    FAILED,
    NOT_RUN;

    /** One failure is enough. */
    Outcome and(Outcome other) {
        if (this == FAILED || other == FAILED) return FAILED;

        return this == PASSED ? this : other;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
