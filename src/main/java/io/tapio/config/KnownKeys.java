package io.tapio.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All keys that ZooKeeper 3.9 documents, from the table {@code known-keys.tsv}. */
public final class KnownKeys {
    private static final String TABLE = "known-keys.tsv";
    private static final KnownKeys DOCUMENTED = read();

    private final Map<String, KnownKey> byName = new LinkedHashMap<>();
    private final Map<String, KnownKey> byProperty = new LinkedHashMap<>();
    private final List<KnownKey> families;

    private KnownKeys(List<KnownKey> keys) {
        for (var key : keys) {
            byName.put(key.name(), key);
            key.properties().forEach(property -> byProperty.put(property, key));
        }
        families = keys.stream().filter(KnownKey::isFamily).toList();
    }

    public static KnownKeys documented() {
        return DOCUMENTED;
    }

    /** In the order of the table. */
    public List<KnownKey> all() {
        return List.copyOf(byName.values());
    }

    public Optional<KnownKey> find(String name) {
        var exact = Optional.ofNullable(byName.get(name));
        return exact.filter(key -> !key.isFamily()).or(() -> familyOf(name));
    }

    /** The key of {@code zoo.cfg} that a system property stands for: its name there. */
    Optional<String> nameForProperty(String property) {
        var named = byProperty.get(property);
        if (named != null && !named.isFamily()) return Optional.of(named.name());
        return Optional.of(property)
                .filter(name -> name.startsWith(Spelling.PREFIX))
                .map(name -> name.substring(Spelling.PREFIX.length()))
                .filter(name -> familyOf(name).isPresent());
    }

    /** The known key somebody may have meant, spelled as it should be. */
    public Optional<String> closestTo(String unknown) {
        return Spelling.closest(unknown, List.copyOf(byName.keySet()));
    }

    private Optional<KnownKey> familyOf(String name) {
        return families.stream()
                .filter(family -> name.startsWith(family.familyPrefix()))
                .filter(family -> name.length() > family.familyPrefix().length())
                .findFirst();
    }

    private static KnownKeys read() {
        var stream = Objects.requireNonNull(KnownKeys.class.getResourceAsStream(TABLE), TABLE);
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new KnownKeys(
                    lines.lines()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .map(KnownKeys::parse)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns: key[/property], type, default, bounds, use, note. */
    private static KnownKey parse(String line) {
        var columns = line.split("\t", -1);
        var names = List.of(columns[0].split("/", -1));
        var properties = new ArrayList<>(names.subList(1, names.size()));
        properties.addFirst(Spelling.PREFIX + names.getFirst());
        return new KnownKey(
                names.getFirst(),
                ValueKind.of(columns[1], columns[3]),
                columns[2],
                KnownKey.Use.valueOf(columns[4]),
                columns[5],
                properties);
    }
}
