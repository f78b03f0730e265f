package io.tapio.compat;

import io.tapio.testkit.Op;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.ServerUnderTest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A random conversation of a few clients, held with two fresh servers at once. The clients take
 * turns, so that everything happens in one order, and no step may be answered differently. The same
 * seed gives the same conversation as long as the answers are the same.
 */
public final class RandomSession {
    private static final int CLIENTS = 3;
    private static final int REMEMBERED_STEPS = 15;
    private static final Pattern OPCODE = Pattern.compile("opcode=(-?\\d+)");
    private static final String PING = " xid=-2 ";

    private final long seed;
    private final int stepCount;
    private final Set<String> avoided;
    private final Deque<String> story = new ArrayDeque<>();
    private final Tally tally = new Tally();

    public RandomSession(long seed, int stepCount) {
        this(seed, stepCount, Set.of());
    }

    private RandomSession(long seed, int stepCount, Set<String> avoided) {
        this.seed = seed;
        this.stepCount = stepCount;
        this.avoided = avoided;
    }

    /** One in which nobody speaks of these paths. */
    public RandomSession avoiding(String... paths) {
        return new RandomSession(seed, stepCount, Set.of(paths));
    }

    /** Holds the conversation; fails with the whole context at the first difference. */
    public Tally play(ServerUnderTest left, ServerUnderTest right) {
        Known known = new Known();
        StepGenerator steps =
                new StepGenerator(new SplittableRandom(seed), CLIENTS, known, avoided);
        RawRequest lastQuestion = lastQuestion(left, right);
        try (Side one = new Side(left, CLIENTS, lastQuestion);
                Side two = new Side(right, CLIENTS, lastQuestion)) {
            for (int i = 1; i <= stepCount; i++) {
                Step step = steps.next(one::attachment);
                Side.Seen first = one.make(step);
                Side.Seen second = two.make(step);
                if (!first.lines().equals(second.lines()) || first.broken()) {
                    throw new AssertionError(report(i, step, left, first, right, second));
                }
                remember(i, step, first);
                learn(known, step, first);
            }
        }
        return tally;
    }

    /**
     * A member that is pinged has not heard yet what another one has answered; one that syncs has.
     */
    private static RawRequest lastQuestion(ServerUnderTest left, ServerUnderTest right) {
        boolean several = left.addresses().size() > 1 || right.addresses().size() > 1;
        return several ? RawRequest.sync("/") : RawRequest.ping();
    }

    private static void learn(Known known, Step step, Side.Seen seen) {
        if (step instanceof Step.Call call) {
            for (int i = 0; i < seen.replies().size(); i++) {
                known.learn(call.requests().get(i), seen.replies().get(i));
            }
        }
    }

    private void remember(int number, Step step, Side.Seen seen) {
        seen.lines().forEach(tally::count);
        StringBuilder text = new StringBuilder("  %d: %s\n".formatted(number, named(step)));
        seen.lines().stream()
                .filter(line -> !line.contains(PING))
                .forEach(line -> text.append("      ").append(line).append('\n'));
        story.add(text.toString());
        if (story.size() > REMEMBERED_STEPS) story.remove();
    }

    private String report(
            int number,
            Step step,
            ServerUnderTest left,
            Side.Seen first,
            ServerUnderTest right,
            Side.Seen second) {
        List<String> text = new ArrayList<>();
        text.add("The servers differ. Seed %d, step %d of %d.".formatted(seed, number, stepCount));
        text.add("The steps before:");
        text.addAll(story);
        text.add("The step: " + named(step));
        text.add("- " + name(left) + " (first)");
        text.add("+ " + name(right) + " (second)");
        text.addAll(difference(first.lines(), second.lines()));
        text.add("Again: -Dtapio.compat.seed=%d -Dtapio.compat.seeds=1".formatted(seed));
        return String.join("\n", text);
    }

    private static String named(Step step) {
        return OPCODE.matcher(step.toString())
                .replaceAll(m -> Op.name(Integer.parseInt(m.group(1))));
    }

    private static String name(ServerUnderTest server) {
        return server.getClass().getSimpleName();
    }

    private static List<String> difference(List<String> first, List<String> second) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            String a = i < first.size() ? first.get(i) : "nothing more";
            String b = i < second.size() ? second.get(i) : "nothing more";
            if (a.equals(b)) {
                text.add("    " + a);
            } else {
                text.add("  - " + a);
                text.add("  + " + b);
            }
        }
        return text;
    }
}
