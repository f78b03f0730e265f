package io.tapio.sim;

import io.tapio.testkit.sim.bug.PlantedBug;
import io.tapio.testkit.sim.full.Failure;
import io.tapio.testkit.sim.full.Fault;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.testkit.sim.full.Plan;
import io.tapio.testkit.sim.full.Shrinker;
import io.tapio.testkit.sim.full.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The simulator by hand, for {@code tools/simulate}: {@code [--seeds n] [--seed first] [--rain
 * seconds] [--without 1,2] [--lastFault n] [--shrink] [--planted file]}.
 */
public final class Simulate {
    private final List<String> arguments;

    private Simulate(List<String> arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] arguments) throws IOException {
        try (var silence = new Silence()) {
            boolean good = new Simulate(Arrays.asList(arguments)).run();
            if (!good) System.exit(1);
        }
    }

    private String option(String name, String otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 || at + 1 >= arguments.size() ? otherwise : arguments.get(at + 1);
    }

    private boolean run() throws IOException {
        if (arguments.contains("--planted")) return plant(Path.of(option("--planted", "")));
        long first =
                Long.parseLong(option("--seed", "" + (new SecureRandom().nextInt() & 0x7fffffff)));
        boolean one = arguments.contains("--seed") && !arguments.contains("--seeds");
        return one ? replay(first) : many(first, Integer.parseInt(option("--seeds", "100000")));
    }

    private Plan plan(long seed) {
        var without = new TreeSet<Integer>();
        for (String each : option("--without", "").split(",")) {
            if (!each.isEmpty()) without.add(Integer.valueOf(each));
        }
        int last = Integer.parseInt(option("--lastFault", "" + Integer.MAX_VALUE));
        Plan plan = Plan.of(seed).without(without, last);
        int rain = Integer.parseInt(option("--rain", "0"));
        return rain > 0 ? plan.raining(rain) : plan;
    }

    private boolean replay(long seed) {
        Plan plan = plan(seed);
        var world = new Simulation(plan, Meddler.NOBODY);
        try {
            world.live();
            System.out.printf(
                    "%s: all promises kept, %d committed, faults %s, trace %016x%n",
                    plan,
                    world.ledger().size(),
                    world.weather().counts(),
                    world.trace().hashValue());
            return true;
        } catch (Failure failure) {
            System.out.println(failure.getMessage());
            if (arguments.contains("--stack")) failure.printStackTrace(System.out);
            System.out.printf("trace %016x%n", world.trace().hashValue());
            if (arguments.contains("--shrink")) {
                var shrinker = new Shrinker(each -> new Simulation(each, Meddler.NOBODY));
                System.out.println("shorter: " + shrinker.shrink(plan, 200).replay());
            }
            return false;
        }
    }

    private boolean many(long first, int seeds) {
        var flight = new Flight(first, seeds, 2, this::plan);
        flight.fly();
        System.out.println(flight.summary());
        for (Fault each : Fault.values()) {
            System.out.printf("%-16s %d%n", each, flight.counts().getOrDefault(each, 0));
        }
        flight.crashes().forEach((cell, count) -> System.out.printf("%-34s %d%n", cell, count));
        flight.failures().forEach(each -> System.out.println(each.getMessage() + "\n"));
        return flight.failures().isEmpty();
    }

    /** Writes the table of planted bugs. */
    private boolean plant(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("# Planted bugs");
        lines.add("");
        lines.add(
                "Made by `tools/simulate --planted docs/planted-bugs.md`: each bug is planted alone, and"
                        + " seeds 1, 2, 3, ... are simulated until a promise is broken.");
        lines.add("");
        lines.add("| bug | like | seeds | promise that was broken |");
        lines.add("|---|---|--:|---|");
        boolean all = true;
        for (PlantedBug each : PlantedBug.all()) {
            if (!each.name().contains(option("--only", ""))) continue;
            var hunt = Hunt.of(each, Integer.parseInt(option("--seeds", "2000")));
            all &= hunt.isFound();
            String line =
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    each.name(),
                                    each.like(),
                                    hunt.isFound() ? "" + hunt.seeds() : "not found",
                                    hunt.promise());
            lines.add(line);
            System.out.println(line);
        }
        Files.writeString(file, String.join("\n", lines) + "\n");
        return all;
    }
}
