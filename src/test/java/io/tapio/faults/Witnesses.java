package io.tapio.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who claims to bring about what: tests by {@link Fault}, scenario files by a line {@code # Brings
 * about F35.}
 */
record Witnesses(TreeMap<String, SortedSet<Witness>> byFault) {
    private static final String MARK = "Lio/tapio/faults/Fault;";
    private static final Pattern CLAIM = Pattern.compile("# Brings about (F[0-9, F]+)\\.");

    static Witnesses find(Path classes, Path sources) throws IOException {
        var found = new Witnesses(new TreeMap<>());
        for (Path each : files(classes, ".class")) found.lookAtClass(classes, each);
        for (Path each : files(sources, Witness.SCENARIO)) found.lookAtScenario(sources, each);
        return found;
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        }
    }

    SortedSet<Witness> of(CataloguedFault fault) {
        return byFault.getOrDefault(fault.id(), new TreeSet<>());
    }

    private void lookAtClass(Path root, Path file) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!bytes.contains(MARK)) return; // most need not be loaded

        String name = root.relativize(file).toString().replace('/', '.');
        Class<?> type = load(name.substring(0, name.length() - ".class".length()));
        add(type.getAnnotation(Fault.class), new Witness(type.getName(), ""));
        for (var method : type.getDeclaredMethods()) {
            add(method.getAnnotation(Fault.class), new Witness(type.getName(), method.getName()));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Witnesses.class.getClassLoader());
        } catch (ClassNotFoundException error) {
            throw new IllegalStateException(error);
        }
    }

    private void lookAtScenario(Path root, Path file) throws IOException {
        var claim = CLAIM.matcher(Files.readString(file));
        if (!claim.find()) return;

        String room = root.relativize(file.getParent()).toString().replace('/', '.');
        for (String id : claim.group(1).split(", ")) {
            add(id, new Witness(room, file.getFileName().toString()));
        }
    }

    private void add(@Nullable Fault claim, Witness witness) {
        if (claim == null) return;

        for (String id : claim.value()) add(id, witness);
    }

    private void add(String id, Witness witness) {
        byFault.computeIfAbsent(id, each -> new TreeSet<>()).add(witness);
    }
}
