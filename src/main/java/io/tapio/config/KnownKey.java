package io.tapio.config;

import java.util.List;
import java.util.Optional;

/**
 * One key that ZooKeeper documents: what values it takes and what Tapio makes of it.
 *
 * @param name as in {@code zoo.cfg}; {@code server.*} stands for a family
 * @param defaultValue empty when there is none, or when it depends on other keys or the machine
 * @param note of a used key: what a good value looks like; of another: a word to who sets it
 * @param properties the system properties that mean the same, foremost {@code zookeeper.NAME}
 */
public record KnownKey(
        String name,
        ValueKind kind,
        String defaultValue,
        Use use,
        String note,
        List<String> properties) {

    /** Whether a setting of the key has an effect. */
    public enum Use {
        USED,
        LATER,
        NOT_NEEDED
    }

    public KnownKey {
        properties = List.copyOf(properties);
    }

    public boolean isFamily() {
        return name.endsWith(".*");
    }

    /** {@code server.} for the family {@code server.*}. */
    String familyPrefix() {
        return name.substring(0, name.length() - 1);
    }

    /**
     * What is wrong with {@code key=value} and what to write instead, put so that it continues that
     * very text. The key is this one, or a member of this family.
     */
    public Optional<String> complaint(String key, String value) {
        return kind.complaint(value)
                .map(what -> what + "; " + advice(key, value) + commentHint(value));
    }

    private String advice(String key, String wrong) {
        boolean isSpelledOut = use == Use.USED && !note.isEmpty();
        return isSpelledOut ? "write " + note : kind.advice(key, wrong, defaultValue);
    }

    private static String commentHint(String value) {
        return value.contains("#") ? " (a comment needs a line of its own)" : "";
    }
}
