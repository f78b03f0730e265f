package io.tapio.testkit.explore;

import io.tapio.testkit.explore.Bounds.Kind;
import io.tapio.zab.MessageLine;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The worlds of three members, each a row of numbers, and what may happen in them. Votes travel by
 * themselves: a newer one replaces an older one of the same sender, and what is said to a member
 * that is down waits for it, as if it were said again.
 */
final class Universe {
    private static final int VOTES = Members.COUNT;
    private static final int LINKS = VOTES + 6;
    private static final int KNOCKS = LINKS + Wires.SIZE;
    private static final int GHOST = KNOCKS + Members.COUNT;
    private static final int BUDGET = GHOST + 1;
    static final int SIZE = BUDGET + 1;

    final Members members;
    private final Bounds bounds;
    private final Flaw flaw;
    private final Wires wires = new Wires(new Queues(), LINKS);
    private final Pool<Ghost> ghosts = new Pool<>();

    Universe(Bounds bounds, Flaw flaw) {
        this.bounds = bounds;
        this.flaw = flaw;
        this.members = new Members(flaw);
    }

    /** Three members that never ran, and nothing said. */
    int[] unborn() {
        int[] world = new int[SIZE];
        for (int each = 0; each < Members.COUNT; each++) {
            world[each] = members.unborn();
        }
        world[GHOST] = ghosts.numberOf(Ghost.NEW);
        for (Kind each : Kind.values()) {
            world[BUDGET] |= bounds.of(each) << 4 * each.ordinal();
        }
        return world;
    }

    /** The leader of this world proposes what no client of it wrote. */
    void proposeFirst(int[] world) {
        for (int each = 0; each < Members.COUNT; each++) {
            if (face(world, each).leads()) {
                feed(world, each, new Input.Propose(0));
                return;
            }
        }
        throw new Breach("nobody leads");
    }

    Members.Face face(int[] world, int member) {
        return members.face(world[member]);
    }

    Ghost ghost(int[] world) {
        return ghosts.at(world[GHOST]);
    }

    private static int left(int[] world, Kind kind) {
        return world[BUDGET] >>> 4 * kind.ordinal() & 15;
    }

    private static void spend(int[] world, Kind kind) {
        world[BUDGET] -= 1 << 4 * kind.ordinal();
    }

    private static int vote(int from, int to) {
        return VOTES + 2 * from + (to > from ? to - 1 : to);
    }

    /**
     * Whether {@code move} may come, though {@code next} would; time passes when nothing is next.
     */
    boolean isAllowed(int[] world, int move, int next) {
        return isFree(world, move, next) || left(world, Kind.SURPRISE) > 0;
    }

    private boolean isFree(int[] world, int move, int next) {
        if (move == next || bounds.surprises() == Bounds.ANY) return true;

        return switch (Move.kind(move)) {
            case TICK, START -> next < 0;
            case HEAR_DOWN -> true; // who dies may take what it said last along
            default -> !isInOrder(world, move);
        };
    }

    /** Whether the default order says when {@code move} comes; faults come when they will. */
    boolean isInOrder(int[] world, int move) {
        Move.Kind kind = Move.kind(move);
        if (kind != Move.Kind.FAIL) return kind.compareTo(Move.Kind.HEAR_DOWN) <= 0;

        return !face(world, world[KNOCKS + Move.member(move)] - 1).alive();
    }

    /** Lets an allowed {@code move} happen. */
    void make(int[] world, int move, int next) {
        if (!isFree(world, move, next)) spend(world, Kind.SURPRISE);
        make(world, move);
    }

    /** Writes down all that may happen next; the answer is how much that is. */
    int moves(int[] world, int[] into) {
        int count = 0;
        for (int a = 0; a < Members.COUNT; a++) {
            count = movesOf(world, a, into, count);
            for (int b = 0; b < Members.COUNT; b++) {
                if (a != b) count = movesBetween(world, a, b, into, count);
            }
        }
        return count;
    }

    private int movesOf(int[] world, int a, int[] into, int before) {
        int count = before;
        Members.Face face = face(world, a);
        if (!face.alive()) {
            into[count++] = Move.of(Move.Kind.START, a);
            if (mayWipe(world)) into[count++] = Move.of(Move.Kind.WIPE, a);
            return count;
        }
        if (face.waiting() > 0) into[count++] = Move.of(Move.Kind.FLUSH, a);
        if (left(world, Kind.TICK) > 0) into[count++] = Move.of(Move.Kind.TICK, a);
        if (world[KNOCKS + a] > 0) count = movesOfKnock(world, a, into, count);
        if (face.leads() && left(world, Kind.WRITE) > 0) {
            into[count++] = Move.of(Move.Kind.WRITE, a);
        }
        if (face.leads() && left(world, Kind.HAND_OVER) > 0) {
            into[count++] = Move.of(Move.Kind.HAND_OVER, a);
        }
        if (left(world, Kind.CRASH) == 0) return count;
        for (int survive = 0; survive <= face.waiting(); survive++) {
            into[count++] = Move.of(Move.Kind.CRASH, a, 0, survive);
        }
        if (mayWipe(world)) into[count++] = Move.of(Move.Kind.WIPE, a);
        return count;
    }

    private boolean mayWipe(int[] world) {
        if (left(world, Kind.WIPE) == 0 || left(world, Kind.CRASH) == 0) return false;

        return face(world, 0).sure() && face(world, 1).sure() && face(world, 2).sure();
    }

    private int movesOfKnock(int[] world, int a, int[] into, int before) {
        boolean open = face(world, world[KNOCKS + a] - 1).alive();
        int count = before;
        if (open) into[count++] = Move.of(Move.Kind.OPEN, a);
        if (!open || left(world, Kind.DROP) > 0) into[count++] = Move.of(Move.Kind.FAIL, a);
        return count;
    }

    private int movesBetween(int[] world, int a, int b, int[] into, int before) {
        int count = before;
        boolean there = face(world, b).alive();
        if (there && world[vote(a, b)] > 0) into[count++] = Move.of(Move.Kind.VOTE, a, b, 0);
        if (wires.hasWord(world, a, b)) into[count++] = Move.of(Move.Kind.WORD, a, b, 0);
        if (wires.isToHear(world, a, b)) into[count++] = Move.of(Move.Kind.HEAR_DOWN, a, b, 0);
        if (a < b && wires.isWhole(world, a, b) && left(world, Kind.DROP) > 0) {
            into[count++] = Move.of(Move.Kind.DROP, a, b, 0);
        }
        return count;
    }

    /** Lets {@code move} happen in {@code world}; complains if that is wrong. */
    private void make(int[] world, int move) {
        int a = Move.member(move);
        int b = Move.other(move);
        switch (Move.kind(move)) {
            case FLUSH -> feed(world, a, new Input.Flush());
            case WORD -> feed(world, b, new Input.Received(a, wires.nextWord(world, a, b)));
            case VOTE -> hear(world, a, b);
            case OPEN -> open(world, a);
            case FAIL -> fail(world, a);
            case HEAR_DOWN -> {
                wires.hangUp(world, a, b);
                feed(world, a, new Input.LinkDown(b));
            }
            case START -> feed(world, a, new Input.Start());
            case TICK -> tick(world, a);
            case WRITE -> {
                int write = bounds.writes() - left(world, Kind.WRITE) + 1;
                spend(world, Kind.WRITE);
                feed(world, a, new Input.Propose(write));
            }
            case CRASH -> end(world, a, new Input.Crash(Move.count(move)));
            case WIPE -> {
                spend(world, Kind.WIPE);
                end(world, a, new Input.Wipe());
            }
            case DROP -> {
                spend(world, Kind.DROP);
                wires.drop(world, a, b);
            }
            case HAND_OVER -> {
                spend(world, Kind.HAND_OVER);
                feed(world, a, new Input.HandOver());
            }
        }
    }

    private void hear(int[] world, int from, int to) {
        int word = world[vote(from, to)] - 1;
        world[vote(from, to)] = 0;
        feed(world, to, new Input.Received(from, word));
    }

    private void open(int[] world, int learner) {
        int leader = world[KNOCKS + learner] - 1;
        world[KNOCKS + learner] = 0;
        wires.open(world, learner, leader);
        feed(world, leader, new Input.LinkUp(learner));
        feed(world, learner, new Input.LinkUp(leader));
    }

    private void fail(int[] world, int learner) {
        int leader = world[KNOCKS + learner] - 1;
        if (face(world, leader).alive()) spend(world, Kind.DROP);
        world[KNOCKS + learner] = 0;
        feed(world, learner, new Input.LinkDown(leader));
    }

    private void tick(int[] world, int member) {
        int before = world[member];
        feed(world, member, new Input.Ticks());
        if (world[member] != before) spend(world, Kind.TICK);
    }

    /** A crash, or the loss of a disk. */
    private void end(int[] world, int member, Input how) {
        spend(world, Kind.CRASH);
        feed(world, member, how);
        world[KNOCKS + member] = 0;
        for (int other = 0; other < Members.COUNT; other++) {
            if (other != member) wires.hangUp(world, member, other);
        }
    }

    private void feed(int[] world, int member, Input input) {
        Members.Step step = members.step(member, world[member], input);
        world[member] = step.next();
        for (Effect each : step.effects()) {
            bringAbout(world, member, each);
        }
    }

    private void bringAbout(int[] world, int member, Effect effect) {
        switch (effect) {
            case Effect.Say(int to, int word, boolean vote) -> {
                if (vote) {
                    world[vote(member, to)] = word + 1;
                } else {
                    if (!flaw.onlyOutcomesCount()) checkHistory(world, member, to, word);
                    wires.send(world, member, to, word);
                }
            }
            case Effect.Connect(int leader) -> world[KNOCKS + member] = leader + 1;
            case Effect.HangUp(int peer) -> wires.hangUp(world, member, peer);
            case Effect.Applies(int position, Item item) -> {
                world[GHOST] = ghosts.numberOf(ghost(world).applied(member, position, item));
                checkQuorumHas(world, position, item);
            }
            case Effect.Leads(int epoch) -> {
                DiskImage disk = face(world, member).flushed();
                world[GHOST] = ghosts.numberOf(ghost(world).led(member, epoch, disk));
            }
            case Effect.Cuts(int position, var items) ->
                    ghost(world).checkCut(member, position, items);
        }
    }

    /** Who acknowledges a leader's history has it on disk. */
    private void checkHistory(int[] world, int member, int leader, int word) {
        if (!(members.word(word) instanceof ZabMessage.AckNewLeader ack)) return;

        var history = face(world, leader).live().before(ack.epoch());
        DiskImage disk = face(world, member).flushed();
        for (int at = 0; at < history.size(); at++) {
            Breach.unless(
                    disk.has(at, history.get(at)),
                    "member %s acknowledges a history without %s"
                            .formatted(Members.id(member), history.get(at)));
        }
    }

    /** What is committed is on the disks of a quorum, but for a disk that was lost. */
    private void checkQuorumHas(int[] world, int position, Item item) {
        int disks = bounds.wipes() - left(world, Kind.WIPE);
        for (int each = 0; each < Members.COUNT; each++) {
            if (face(world, each).flushed().has(position, item)) disks++;
        }
        Breach.unless(
                flaw.onlyOutcomesCount() || disks > Members.COUNT / 2,
                item + " is applied, and no quorum has it on disk");
    }

    /** Whether a member has promised an epoch that is not to be explored any more. */
    boolean isBeyond(int[] world) {
        for (int each = 0; each < Members.COUNT; each++) {
            if (face(world, each).live().accepted() > bounds.epochs()) return true;
        }
        return false;
    }

    /** Whether a disk was lost, and all are sure again. */
    boolean isHealed(int[] world) {
        if (left(world, Kind.WIPE) == bounds.wipes()) return false;

        return face(world, 0).sure() && face(world, 1).sure() && face(world, 2).sure();
    }

    List<String> describe(int[] world) {
        var lines = new ArrayList<String>();
        for (int each = 0; each < Members.COUNT; each++) {
            lines.add("   " + Members.id(each) + ": " + members.describe(world[each]));
        }
        return lines;
    }

    /** What {@code move} is, before it is made. */
    String describe(int[] world, int move) {
        int a = Move.member(move);
        int b = Move.other(move);
        String who = " " + Members.id(a);
        return switch (Move.kind(move)) {
            case VOTE -> "VOTE" + who + " -> " + Members.id(b) + ": " + says(world[vote(a, b)] - 1);
            case WORD -> {
                int word = wires.nextWord(world.clone(), a, b);
                yield "WORD" + who + " -> " + Members.id(b) + ": " + says(word);
            }
            case OPEN, FAIL -> Move.kind(move) + who + " -> " + world[KNOCKS + a];
            case HEAR_DOWN, DROP -> Move.kind(move) + who + " - " + Members.id(b);
            case CRASH -> "CRASH" + who + ", " + Move.count(move) + " more on disk";
            default -> Move.kind(move) + who;
        };
    }

    private String says(int word) {
        return MessageLine.of(members.word(word));
    }
}
