package io.tapio.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What the load generator wrote, a line of flat JSON for each run: label, workload, figures. */
final class Runs {
    private static final Pattern ENTRY =
            Pattern.compile("\"([a-z0-9_]+)\":(?:\"([^\"]*)\"|(-?[0-9][0-9.eE+-]*))");

    private final Map<String, List<Map<String, Double>>> bySide = new HashMap<>();

    /** Of a part that was not measured there are none. */
    static Runs in(Path folder, String part) {
        var runs = new Runs();
        Path file = folder.resolve(part + ".jsonl");
        if (!Files.exists(file)) return runs;
        try {
            Files.readAllLines(file).forEach(runs::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return runs;
    }

    void add(String line) {
        var words = new HashMap<String, String>();
        var figures = new HashMap<String, Double>();
        var entries = ENTRY.matcher(line);
        while (entries.find()) {
            if (entries.group(2) != null) words.put(entries.group(1), entries.group(2));
            else figures.put(entries.group(1), Double.valueOf(entries.group(3)));
        }
        bySide.computeIfAbsent(
                        words.get("label") + " " + words.get("workload"), side -> new ArrayList<>())
                .add(figures);
    }

    /** The middle one, or the mean of the two in the middle. */
    OptionalDouble median(String side, String workload, String figure) {
        var all =
                bySide.getOrDefault(side + " " + workload, List.of()).stream()
                        .filter(run -> run.containsKey(figure))
                        .mapToDouble(run -> run.getOrDefault(figure, 0.0))
                        .sorted()
                        .toArray();
        if (all.length == 0) return OptionalDouble.empty();
        int middle = all.length / 2;
        return OptionalDouble.of(
                all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2);
    }

    int count(String side, String workload) {
        return bySide.getOrDefault(side + " " + workload, List.of()).size();
    }

    /** Errors and wrong answers of all runs. */
    long wrong(String side, String workload) {
        return bySide.getOrDefault(side + " " + workload, List.of()).stream()
                .mapToLong(
                        run ->
                                Math.round(
                                        run.getOrDefault("errors", 0.0)
                                                + run.getOrDefault("wrong", 0.0)))
                .sum();
    }
}
