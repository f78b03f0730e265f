package io.tapio.testkit.explore;

import io.tapio.ensemble.ZabPeer;
import io.tapio.model.ServerId;
import io.tapio.zab.Majority;
import io.tapio.zab.Membership;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every state that a member was ever seen in, each with a number, and what each input did to it.
 * The machine itself runs once for each pair of state and input.
 */
final class Members {
    static final int COUNT = 3;

    /** What one input does to one state. */
    record Step(int next, List<Effect> effects) {}

    /** What the world looks at in the state of a member. */
    record Face(
            boolean alive,
            boolean sure,
            boolean leads,
            int epoch,
            int waiting,
            DiskImage flushed,
            DiskImage live) {}

    /** A frozen node. */
    private record Ice(int[] numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Ice that && Arrays.equals(numbers, that.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    private final Freezer freezer = new Freezer(Recorder.class);
    private final List<Biology> biologies = new ArrayList<>();
    private final Pool<Ice> states = new Pool<>();
    private final Pool<ZabMessage> words = new Pool<>();
    private final Pool<Step> steps = new Pool<>();
    private final Pool<Face> faces = new Pool<>();
    private final List<Integer> faceOf = new ArrayList<>();
    private final LongInts known = new LongInts();

    Members(Flaw flaw) {
        var all = new HashSet<ServerId>();
        for (int i = 0; i < COUNT; i++) {
            all.add(id(i));
        }
        var membership = new Membership(flaw.quorum(new Majority(all)), Set.of(), 0);
        for (int i = 0; i < COUNT; i++) {
            biologies.add(new Biology(id(i), membership, flaw, words));
        }
    }

    static ServerId id(int member) {
        return new ServerId(member + 1);
    }

    static int number(ServerId id) {
        return id.value() - 1;
    }

    /** What the word of that number says. */
    ZabMessage word(int number) {
        return words.at(number);
    }

    /** The state of a member that has never run. */
    int unborn() {
        return numberOf(new Node());
    }

    private int numberOf(Node node) {
        int number = states.numberOf(new Ice(freezer.freeze(node)));
        if (number == faceOf.size()) faceOf.add(faces.numberOf(face(node)));
        return number;
    }

    private static Face face(Node node) {
        return new Face(
                node.isAlive(),
                node.disk.isSure() && !node.forgetful,
                node.mayPropose(),
                node.leads,
                node.waiting.size(),
                node.disk,
                node.live());
    }

    Face face(int state) {
        return faces.at(faceOf.get(state));
    }

    /** What {@code input} does to {@code member} in this state; complains if that is wrong. */
    Step step(int member, int state, Input input) {
        long key = ((long) state << 36) | ((long) input.code() << 2) | (member + 1);
        int found = known.get(key);
        if (found != LongInts.NONE) return steps.at(found);

        var node = (Node) freezer.thaw(states.at(state).numbers());
        List<Effect> effects = biologies.get(member).live(node, input);
        var step = new Step(numberOf(node), List.copyOf(effects));
        known.put(key, steps.numberOf(step));
        return step;
    }

    /** How many different states there are so far. */
    int stateCount() {
        return states.size();
    }

    /** How often a machine was run. */
    int runCount() {
        return known.size();
    }

    String describe(int state) {
        var node = (Node) freezer.thaw(states.at(state).numbers());
        return "%s, %s, %d on their way, applied %d%s"
                .formatted(
                        node.peer.map(ZabPeer::state).map(Enum::toString).orElse("down"),
                        node.disk,
                        node.waiting.size(),
                        node.applied,
                        node.leads > 0 ? ", leads " + node.leads : "");
    }
}
