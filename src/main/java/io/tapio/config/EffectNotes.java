package io.tapio.config;

import java.util.ArrayList;

/** Tells, once for each key, which settings have no effect and why that is so. */
final class EffectNotes {
    private final Findings findings;

    EffectNotes(Findings findings) {
        this.findings = findings;
    }

    void on(Answers answers) {
        var later = new ArrayList<String>();
        for (var given : answers.all()) {
            var key = answers.keyOf(given.key());
            switch (key.use()) {
                case USED -> {}
                case NOT_NEEDED -> findings.warn(given.label() + " is not needed: " + key.note());
                case LATER -> {
                    if (isMissed(key, given)) {
                        findings.warn(given.said() + " is not yet used: " + key.note());
                    } else {
                        later.add(given.mention());
                    }
                }
            }
        }
        if (!later.isEmpty()) {
            findings.warn("not yet used, so without effect: " + String.join(", ", later));
        }
        answers.find("forceSync")
                .filter(given -> given.value().equals("no"))
                .ifPresent(
                        given ->
                                findings.warn(
                                        given.said()
                                                + " has no effect: Tapio always flushes"
                                                + " before it acknowledges"));
    }

    /** Somebody counts on the key: it has a note, and its value is not what happens anyway. */
    private static boolean isMissed(KnownKey key, Given given) {
        return !key.note().isEmpty() && !given.value().equals(key.defaultValue());
    }
}
