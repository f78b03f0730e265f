package io.tapio.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Words of the command line into steps. */
final class Suite {
    private static final int MANY = 256;
    private static final int CONNECTING = 32;

    private final Settings settings;

    Suite(Settings settings) {
        this.settings = settings;
    }

    /** What can be named, and what it does. */
    static Map<String, String> words() {
        var words = new LinkedHashMap<String, String>();
        for (var op : Op.values()) words.put(op.word(), op.meaning());
        words.put("throughput", "all of the above");
        words.put("latency", "get, set and create-delete, one at a time");
        words.put("fan-out", "one change, many watchers, and the time to the last of them");
        words.put("connect", "connections with a session, one after the other");
        words.put("memory", "what a server keeps for each session and znode");
        words.put("fail-over", "kills the leader of its own ensemble: the gap that writers see");
        return words;
    }

    /** The steps of one word; empty if it is none. */
    Optional<List<Step>> steps(String word) {
        return switch (word) {
            case "throughput" -> Optional.of(Arrays.stream(Op.values()).map(this::load).toList());
            case "latency" ->
                    Optional.of(
                            Stream.of(Op.GET, Op.SET, Op.CREATE_DELETE)
                                    .<Step>map(Step.Latency::new)
                                    .toList());
            case "fan-out" -> Optional.of(List.of(new Step.FanOut(settings.watchers())));
            case "connect" -> Optional.of(List.of(new Step.Connect(CONNECTING)));
            case "memory" ->
                    Optional.of(List.of(new Step.Memory(settings.sessions(), settings.znodes())));
            case "fail-over" -> Optional.of(List.of(new Step.FailOver(settings.kills())));
            default ->
                    Arrays.stream(Op.values())
                            .filter(op -> op.word().equals(word))
                            .findFirst()
                            .map(op -> List.of(load(op)));
        };
    }

    private Step load(Op op) {
        return new Step.Load(op, settings.connections(), settings.window());
    }

    /** A bit of everything, in less than a minute. */
    List<Step> quick() {
        var steps = new ArrayList<Step>();
        for (var word :
                List.of("get", "exists", "children", "set", "create-delete", "multi", "mixed")) {
            steps.addAll(steps(word).orElseThrow());
        }
        steps.add(new Step.Latency(Op.GET));
        steps.add(new Step.Latency(Op.SET));
        steps.addAll(steps("connect").orElseThrow());
        steps.addAll(steps("fan-out").orElseThrow());
        steps.addAll(steps("memory").orElseThrow());
        return steps;
    }

    List<Step> full() {
        var steps = new ArrayList<>(steps("throughput").orElseThrow());
        steps.add(new Step.Load(Op.GET, MANY, 1));
        steps.add(new Step.Load(Op.SET, MANY, 1));
        for (var word : List.of("latency", "connect", "fan-out", "memory")) {
            steps.addAll(steps(word).orElseThrow());
        }
        return steps;
    }

    /** The word that was probably meant. */
    static Optional<String> suggestion(String misspelled) {
        return words().keySet().stream()
                .min(Comparator.comparingInt(word -> distance(word, misspelled)))
                .filter(word -> distance(word, misspelled) <= Math.max(2, word.length() / 3));
    }

    /** How many letters to add, leave out or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
