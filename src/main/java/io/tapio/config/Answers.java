package io.tapio.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The value of each key: from the file, else from a system property, else the default.
 *
 * <p>Only values that fit their key are held; the others are reported when they are collected, and
 * afterwards the default stands in for them so that the rest can be judged too.
 */
final class Answers {
    private final KnownKeys keys = KnownKeys.documented();
    private final Map<String, Given> given = new LinkedHashMap<>();
    private final Set<String> spoiled = new HashSet<>();

    private Answers() {}

    static Answers collect(ZooCfg cfg, Properties properties, Findings findings) {
        var answers = new Answers();
        for (var setting : cfg.settings()) answers.take(cfg.fileName(), setting, findings);
        for (var name : properties.stringPropertyNames().stream().sorted().toList()) {
            answers.take(name, properties.getProperty(name).strip(), findings);
        }
        return answers;
    }

    private void take(String file, Setting setting, Findings findings) {
        var key = keys.find(setting.key());
        if (key.isPresent()) {
            var origin = new Given.FileLine(file, setting.line());
            hold(key.get(), new Given(setting.key(), setting.value(), origin), findings);
            return;
        }
        var unknown =
                "%s:%d: '%s' is not a key Tapio knows; "
                        .formatted(file, setting.line(), setting.key());
        keys.closestTo(setting.key())
                .ifPresentOrElse(
                        meant -> findings.problem(unknown + "did you mean '" + meant + "'?"),
                        () -> findings.warn(unknown + "ignored"));
    }

    private void take(String property, String value, Findings findings) {
        var name = keys.nameForProperty(property);
        if (name.isPresent()) {
            var setting = new Given(name.get(), value, new Given.SystemProperty(property));
            if (!wasGiven(name.get())) hold(keyOf(name.get()), setting, findings);
        } else if (property.startsWith(Spelling.PREFIX)) {
            // Clients in the same process have properties of this kind too: a guess is no proof.
            keys.closestTo(property)
                    .ifPresent(
                            meant ->
                                    findings.warn(
                                            ("-D%s is not a property Tapio knows, so it is ignored;"
                                                            + " did you mean -D%s%s?")
                                                    .formatted(property, Spelling.PREFIX, meant)));
        }
    }

    private void hold(KnownKey key, Given setting, Findings findings) {
        var complaint = key.complaint(setting.key(), setting.value());
        if (complaint.isEmpty()) {
            given.put(setting.key(), setting);
            return;
        }
        spoiled.add(setting.key());
        boolean isBlank = setting.value().isEmpty();
        findings.problem((isBlank ? setting.label() : setting.said()) + " " + complaint.get());
    }

    /** Also true when the given value was no good: then nothing more need be said about it. */
    boolean wasGiven(String name) {
        return given.containsKey(name) || spoiled.contains(name);
    }

    Optional<Given> find(String name) {
        return Optional.ofNullable(given.get(name));
    }

    List<Given> all() {
        return List.copyOf(given.values());
    }

    /** The given members of a family, such as {@code server.}, in the order of the file. */
    List<Given> family(String prefix) {
        return given.values().stream().filter(it -> it.key().startsWith(prefix)).toList();
    }

    /** The value or the default; empty when there is neither. */
    String text(String name) {
        return find(name).map(Given::value).orElse(keyOf(name).defaultValue());
    }

    /** The parts of a comma-separated list, trimmed; blank ones do not count. */
    List<String> list(String name) {
        var parts = new ArrayList<String>();
        for (var part : text(name).split(",", -1)) {
            if (!part.isBlank()) parts.add(part.strip());
        }
        return parts;
    }

    boolean isOn(String name) {
        return text(name).equals("true") || text(name).equals("yes");
    }

    long longNumber(String name) {
        return switch (keyOf(name).kind()) {
            case ValueKind.Whole whole -> whole.numberIn(text(name)).longValueExact();
            case ValueKind other -> throw new IllegalArgumentException(name + " is no number");
        };
    }

    int number(String name) {
        return Math.toIntExact(longNumber(name));
    }

    KnownKey keyOf(String name) {
        return keys.find(name)
                .orElseThrow(() -> new IllegalArgumentException("not in the key table: " + name));
    }
}
