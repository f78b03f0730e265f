package io.tapio.torture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of harm that an ensemble promises to survive. */
enum Kind {
    KILL,
    PAUSE,
    PARTITION,
    SLOW_DISK,
    FAILING_DISK,
    FULL_DISK,
    DAMAGE,
    WIPE;

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "));
    }
}
