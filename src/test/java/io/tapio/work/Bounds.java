package io.tapio.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each count may be at most, with what it was when that was decided.
 *
 * @param jdk the version of the JDK that was counted on, whose own objects are among the bytes
 */
record Bounds(int jdk, Map<String, Bound> byName) {
    private static final String HEAD =
            """
            # What each operation may cost at most, and what it did cost when that was written down.
            # Made by: ./mvnw verify -Dtest=WorkPerOperationTest -Dtapio.work.record
            #
            # *-bytes are of one operation. Other counts are of one operation, too, but for 16x16: there
            # they are of all 256 operations, which come to the server at once. three-*: in an ensemble
            # of three, sums over all members.
            """;

    private static final double BYTES_MORE = 0.015;
    private static final double BYTES_MORE_ELSEWHERE = 0.15; // on another JDK
    private static final double SOME_BYTES = 6;
    private static final double COUNTS_MORE = 0.1;
    private static final double PART_OF_ONE = 0.2; // when something else happened meanwhile

    record Bound(double most, double last) {}

    /** How a count stands to its bound. */
    enum Verdict {
        GOOD(""),
        ABOVE("ABOVE ITS BOUND"),
        FALLEN("less than half of what it was: write that down"),
        UNKNOWN("has no bound"),
        NOT_COUNTED("is not counted any more");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    static Bounds of(List<Count> counts, int jdk) {
        var bounds = new LinkedHashMap<String, Bound>();
        for (Count count : counts) {
            double most =
                    count.isBytes()
                            ? count.value() * (1 + BYTES_MORE) + SOME_BYTES
                            : count.value() * (1 + COUNTS_MORE) + PART_OF_ONE;
            bounds.put(count.name(), new Bound(most, count.value()));
        }
        return new Bounds(jdk, bounds);
    }

    static Bounds parse(String text) {
        int jdk = 0;
        var bounds = new LinkedHashMap<String, Bound>();
        for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
            String[] words = line.trim().split(" +");
            if (words.length == 2) {
                jdk = Integer.parseInt(words[1]);
            } else {
                bounds.put(
                        String.join(" ", words[0], words[1], words[2]),
                        new Bound(Double.parseDouble(words[3]), Double.parseDouble(words[4])));
            }
        }
        return new Bounds(jdk, bounds);
    }

    String text() {
        String lines =
                byName.entrySet().stream()
                        .map(
                                each ->
                                        row(
                                                each.getKey(),
                                                each.getValue().most(),
                                                each.getValue().last()))
                        .collect(Collectors.joining("\n", "", "\n"));
        return HEAD + "JDK " + jdk + "\n" + lines;
    }

    Verdict verdict(Count count, int onJdk) {
        Optional<Bound> bound = Optional.ofNullable(byName.get(count.name()));
        if (bound.isEmpty()) return Verdict.UNKNOWN;

        double more = count.isBytes() && onJdk != jdk ? BYTES_MORE_ELSEWHERE : 0;
        if (count.value() > bound.get().most() * (1 + more)) return Verdict.ABOVE;

        double noise = count.isBytes() ? SOME_BYTES : PART_OF_ONE;
        return count.value() + noise < bound.get().last() / 2 ? Verdict.FALLEN : Verdict.GOOD;
    }

    /** The counts beside their bounds. */
    String table(List<Count> counts, int onJdk) {
        String head = String.format("%-46s %10s %10s %10s", "", "now", "bound", "recorded");
        return Stream.concat(
                        Stream.of(head),
                        Stream.concat(
                                counts.stream().map(count -> line(count, onJdk)),
                                notCounted(counts)
                                        .map(name -> name + "  " + Verdict.NOT_COUNTED.text)))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    /** Names in the file that are not among the counts. */
    Stream<String> notCounted(List<Count> counts) {
        return byName.keySet().stream()
                .filter(name -> counts.stream().noneMatch(count -> count.name().equals(name)));
    }

    private String line(Count count, int onJdk) {
        Bound bound = byName.getOrDefault(count.name(), new Bound(0, 0));
        return row(count.name(), count.value(), bound.most(), bound.last())
                + "  "
                + verdict(count, onJdk).text;
    }

    private static String row(String name, double... figures) {
        var row = new StringBuilder(String.format(Locale.ROOT, "%-46s", name));
        for (double figure : figures) row.append(String.format(Locale.ROOT, " %10.2f", figure));
        return row.toString();
    }
}
