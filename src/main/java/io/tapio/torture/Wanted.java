package io.tapio.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the command line asks for. */
record Wanted(
        Duration duration,
        int members,
        Set<Kind> faults,
        long seed,
        Path out,
        int clients,
        int paceMs,
        boolean proxies) {

    static final String USAGE =
            """
            Usage: tapio torture [--minutes 10] [--members 3] [--faults KIND,...] [--seed N] [--out DIR]
                                 [--seconds N] [--clients 8] [--pace-ms 4] [--proxies]

              Runs an ensemble of real processes under load, does it harm, and judges what its clients
              were told. Leaves history.jsonl, timeline.html and the members' diaries in DIR.

              KIND is one of: %s (all by default)
              --proxies      cuts connections by proxies even where network namespaces are allowed
              Exit code: 0 nothing is wrong, 1 something is, 2 the command line makes no sense
            """
                    .formatted(Kind.names());

    /** Words that make no sense. */
    static final class Senseless extends Exception {
        private static final long serialVersionUID = 1;

        Senseless(String reason) {
            super(reason, null, false, false);
        }
    }

    Wanted {
        faults = Set.copyOf(faults);
    }

    static Wanted usual(long seed) {
        return new Wanted(
                Duration.ofMinutes(10),
                3,
                EnumSet.allOf(Kind.class),
                seed,
                Path.of("target", "torture"),
                8,
                4,
                false);
    }

    static Wanted parse(List<String> words, long someSeed) throws Senseless {
        Deque<String> left = new ArrayDeque<>(words);
        var wanted = usual(someSeed);
        while (!left.isEmpty()) {
            var option = left.remove();
            int equals = option.indexOf('=');
            if (equals > 0) {
                left.addFirst(option.substring(equals + 1));
                option = option.substring(0, equals);
            }
            if (option.equals("--proxies")) wanted = wanted.withProxies();
            else if (left.isEmpty()) throw new Senseless(option + " wants a value");
            else wanted = wanted.with(option, left.remove());
        }
        return wanted;
    }

    private Wanted with(String option, String value) throws Senseless {
        try {
            return switch (option) {
                case "--minutes" ->
                        withDuration(
                                Duration.ofSeconds(Math.round(60 * Double.parseDouble(value))));
                case "--seconds" -> withDuration(Duration.ofSeconds(Long.parseLong(value)));
                case "--members" -> withMembers(Integer.parseInt(value));
                case "--faults" -> withFaults(value);
                case "--seed" -> withSeed(Long.parseLong(value));
                case "--out" -> withOut(Path.of(value));
                case "--clients" -> withClients(Integer.parseInt(value));
                case "--pace-ms" -> withPace(Integer.parseInt(value));
                default -> throw new Senseless("unknown argument '" + option + "'");
            };
        } catch (NumberFormatException noNumber) {
            throw new Senseless(option + " wants a number");
        }
    }

    private Wanted withDuration(Duration d) {
        return new Wanted(d, members, faults, seed, out, clients, paceMs, proxies);
    }

    private Wanted withMembers(int n) throws Senseless {
        if (n < 3 || n > 7 || n % 2 == 0) throw new Senseless("--members wants 3, 5 or 7");
        return new Wanted(duration, n, faults, seed, out, clients, paceMs, proxies);
    }

    private Wanted withFaults(String names) throws Senseless {
        var kinds = EnumSet.noneOf(Kind.class);
        for (var name : Arrays.asList(names.split(",", -1))) {
            kinds.add(
                    Kind.of(name.strip())
                            .orElseThrow(() -> new Senseless("no such fault: '" + name + "'")));
        }
        return new Wanted(duration, members, kinds, seed, out, clients, paceMs, proxies);
    }

    private Wanted withSeed(long s) {
        return new Wanted(duration, members, faults, s, out, clients, paceMs, proxies);
    }

    private Wanted withOut(Path folder) {
        return new Wanted(duration, members, faults, seed, folder, clients, paceMs, proxies);
    }

    private Wanted withClients(int n) {
        return new Wanted(duration, members, faults, seed, out, n, paceMs, proxies);
    }

    private Wanted withPace(int ms) {
        return new Wanted(duration, members, faults, seed, out, clients, ms, proxies);
    }

    private Wanted withProxies() {
        return new Wanted(duration, members, faults, seed, out, clients, paceMs, true);
    }
}
