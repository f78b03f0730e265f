package io.tapio.testkit.sim;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Majority;
import io.tapio.zab.Membership;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * An ensemble under a rain of faults: crashes, one wiped disk, partitions, one-way walls, broken
 * links, snapshots. Then all is healed, and it must be whole again within a bound.
 */
public final class World {
    private static final int HEAL_BOUND = 8_000;

    final Clock clock = new Clock();
    final RandomGenerator random;
    final Net net;
    final Judge judge = new Judge();
    final Tamper tamper;
    private final long seed;
    private final List<SimMember> members = new ArrayList<>();
    private final Quorum quorum;
    private final int voters;
    private boolean wiped;
    private boolean rolledBack;
    private boolean raining = true;
    private long nextId = 1;

    /** A world of one to seven voters and up to two observers, as the seed will have it. */
    private static final int SHORT_EPOCH = 300; // entries; epochs are used up all the time

    private static final int LONG_EPOCH = 1 << 30;
    private final int lastCounter;

    public World(long seed, Tamper tamper) {
        this(
                seed,
                tamper,
                anyQuorum(new Random(seed * 31 + 7)),
                (int) Math.abs(seed % 3),
                seed % 2 == 0 ? SHORT_EPOCH : LONG_EPOCH);
    }

    private static Quorum anyQuorum(Random random) {
        return Quorums.of(ids(1, 1 + random.nextInt(7)), random);
    }

    public World(long seed, Tamper tamper, int voters, int observers) {
        this(seed, tamper, new Majority(ids(1, voters)), observers, LONG_EPOCH);
    }

    /** A world whose epochs end after so many entries. */
    public World(long seed, Tamper tamper, int voters, int observers, int lastCounter) {
        this(seed, tamper, new Majority(ids(1, voters)), observers, lastCounter);
    }

    private World(long seed, Tamper tamper, Quorum honest, int observers, int lastCounter) {
        this.seed = seed;
        this.lastCounter = lastCounter;
        this.tamper = tamper;
        this.random = new Random(seed);
        this.net = new Net(clock, random, tamper);
        this.voters = honest.voters().size();
        var all = new HashMap<ServerId, SimMember>();
        this.quorum = tamper.quorum(honest);
        var membership = new Membership(quorum, ids(voters + 1, observers), 0);
        for (int id = 1; id <= voters + observers; id++) {
            var member = new SimMember(new ServerId(id), membership, this, all);
            all.put(member.id(), member);
            members.add(member);
            net.add(member);
        }
    }

    private static Set<ServerId> ids(int first, int count) {
        var ids = new HashSet<ServerId>();
        for (int id = first; id < first + count; id++) {
            ids.add(new ServerId(id));
        }
        return ids;
    }

    /** Lives through {@code rain} units of faults and heals; throws if anything is ever wrong. */
    public void live(int rain) {
        guarded(
                () -> {
                    members.forEach(each -> clock.in(random.nextInt(100), each::start));
                    clientsWrite();
                    clock.in(400, this::fault);
                    run(rain);
                    heal();
                });
    }

    /** Where epochs end in this world. */
    int lastCounter() {
        return lastCounter;
    }

    private void guarded(Runnable life) {
        try {
            life.run();
        } catch (Violation | RuntimeException found) {
            throw new AssertionError(story(found), found);
        }
    }

    private String story(Throwable found) {
        return story(String.valueOf(found.getMessage()));
    }

    /** What happened last. */
    public String story(String what) {
        var lines = new ArrayList<String>();
        lines.add("seed " + seed + ": " + what);
        lines.add(
                "replay: ./mvnw -o test -Dtest=EnsembleSimulationTest -Dtapio.sim.seeds=1"
                        + " -Dtapio.sim.seed="
                        + seed);
        lines.addAll(net.trace());
        members.forEach(each -> lines.add(each.toString()));
        return String.join("\n", lines);
    }

    public void run(int units) {
        long end = clock.now() + units;
        while (clock.step(end)) {}
    }

    private void clientsWrite() {
        clock.in(
                1 + random.nextInt(30),
                () -> {
                    var leaders = members.stream().filter(SimMember::isLeading).toList();
                    for (SimMember each : leaders) {
                        int count = 1 + random.nextInt(3);
                        each.ask();
                        each.write(count, nextId);
                        nextId += count;
                    }
                    clientsWrite();
                });
    }

    private void fault() {
        if (!raining) return;

        any().disk().keepCopy();
        switch (random.nextInt(11)) {
            case 0, 1 -> crashSome();
            case 2 -> partition();
            case 3 -> net.wall(any().id(), any().id());
            case 4 -> net.tearDownWalls();
            case 5 -> breakLink(any());
            case 6 ->
                    members.stream()
                            .filter(each -> random.nextBoolean())
                            .forEach(SimMember::compact);
            case 7 -> members.stream().filter(SimMember::isLeading).forEach(SimMember::handOver);
            case 8 -> members.forEach(SimMember::findsDiskSlow);
            case 9 -> rollBackOne();
            default -> wipeOne();
        }
        clock.in(20 + random.nextInt(400), this::fault);
    }

    private SimMember any() {
        return members.get(random.nextInt(members.size()));
    }

    private void crashSome() {
        int count = 1 + random.nextInt(Math.max(1, members.size() / 2));
        if (random.nextInt(8) == 0) count = members.size();
        var unlucky = new ArrayList<>(members);
        Collections.shuffle(unlucky, Random.from(random));
        for (SimMember each : unlucky.subList(0, count)) {
            each.crash(false);
            clock.in(1 + random.nextInt(300), each::start);
        }
    }

    private void partition() {
        net.tearDownWalls();
        var here = new ArrayList<ServerId>();
        var there = new ArrayList<ServerId>();
        for (SimMember each : members) {
            (random.nextBoolean() ? here : there).add(each.id());
        }
        net.partition(here, there);
        clock.in(100 + random.nextInt(600), net::tearDownWalls);
    }

    private void breakLink(SimMember of) {
        for (ServerId other : of.linked()) {
            of.link(other).ifPresent(link -> net.reset(link, of.id(), other));
        }
    }

    /**
     * One disk in a life: that is what an ensemble of three or more must bear, once all its voters
     * were together.
     */
    private void wipeOne() {
        SimMember unlucky = any();
        if (!unlucky.isAlive() || random.nextInt(2) == 0 || !canBearTheLossOf(unlucky)) return;

        wiped = true;
        unlucky.crash(true);
        clock.in(1 + random.nextInt(300), unlucky::start);
    }

    /** An older copy of one disk; the others know that it is one, for that much is demanded. */
    private void rollBackOne() {
        for (SimMember each : voting()) {
            if (!canBearTheLossOf(each) || !each.canRollBack(voting())) continue;

            rolledBack = true;
            each.rollBack();
            clock.in(1 + random.nextInt(300), each::start);
        }
    }

    private boolean canBearTheLossOf(SimMember one) {
        if (wiped || rolledBack) return false;

        var others = new HashSet<>(quorum.voters());
        others.remove(one.id());
        return quorum.isReachedBy(others)
                && voting().stream().allMatch(each -> each.disk().isProven());
    }

    private List<SimMember> voting() {
        return members.subList(0, voters);
    }

    private void heal() {
        raining = false;
        net.note("heals");
        net.becomeReliable();
        run(400); // those that are down come up by themselves
        members.forEach(SimMember::start);
        for (int waited = 0; waited < HEAL_BOUND; waited += 20) {
            run(20);
            if (waited > 1_000 && isWhole()) {
                judge.checkNothingLost();
                members.forEach(each -> judge.checkHasAll(each.id(), each.disk()));
                return;
            }
        }
        throw new Violation("not whole again in time");
    }

    /**
     * One leads, all serve, and all that the leader has is everywhere but for what is on the way.
     */
    private boolean isWhole() {
        long leaders = members.stream().filter(SimMember::isLeading).count();
        boolean serving = members.stream().allMatch(SimMember::isServing);
        return leaders == 1 && serving && members.stream().allMatch(this::isInStep);
    }

    private boolean isInStep(SimMember member) {
        return member.disk().count() >= judge.committedCount()
                && member.applied() >= judge.committedCount() - 60;
    }

    /** All start, and clients write; nothing bad happens but what the test does. */
    public void begin() {
        members.forEach(SimMember::start);
        clientsWrite();
    }

    /** From now on messages and disks take one unit each, and nothing is lost. */
    public void becomeCalm() {
        net.becomeCalm();
        members.forEach(each -> each.disk().becomeCalm());
    }

    /**
     * From now on so many votes are lost and so many come twice, what a link carries is as often
     * sent again, and all of it takes up to {@code jitter} units longer; until it becomes calm.
     */
    public void becomeStormy(int lossPercent, int duplicatesPercent, int jitter) {
        net.becomeStormy(lossPercent, duplicatesPercent, jitter);
    }

    /** Nothing of one reaches the other; nothing else changes. */
    public void wall(int from, int to) {
        net.wall(new ServerId(from), new ServerId(to));
    }

    public void cutOff(int id) {
        var others = members.stream().map(SimMember::id).filter(each -> each.value() != id);
        net.partition(List.of(new ServerId(id)), others.toList());
    }

    public void join() {
        net.tearDownWalls();
    }

    public void crash(int id) {
        member(id).crash(false);
    }

    public void wipe(int id) {
        member(id).crash(true);
    }

    /** Its log forgets what is in its tree, so that who lags must be given the tree. */
    public void compact(int id) {
        member(id).compact();
    }

    public void handOver(int id) {
        member(id).handOver();
    }

    public void findsDiskSlow(int id) {
        member(id).findsDiskSlow();
    }

    /** How long it takes until another than {@code old} leads. */
    public int unitsUntilAnotherLeads(int old) {
        int waited = 0;
        while (waited < 2_000 && leader().filter(now -> now != old).isEmpty()) {
            run(1);
            waited++;
        }
        return waited;
    }

    /** How long it takes until {@code id} knows that its leader is gone. */
    public void runUntilLooking(int id) {
        for (int i = 0; i < 2_000 && isServing(id); i++) run(1);
    }

    public void start(int id) {
        member(id).start();
    }

    /** Who leads, by its own word; empty if none or more than one does. */
    public Optional<Integer> leader() {
        var leaders = members.stream().filter(SimMember::isLeading).toList();
        if (leaders.size() != 1) return Optional.empty();

        return Optional.of(leaders.getFirst().id().value());
    }

    /** Whom a member that looks waits for, as it says. */
    public Set<ServerId> awaitedBy(int id) {
        return member(id).awaited();
    }

    public boolean isServing(int id) {
        return member(id).isServing();
    }

    /** The newest that anybody has led. */
    public int newestEpoch() {
        return judge.newestEpoch();
    }

    public int committed() {
        return judge.committedCount();
    }

    /** Whether an entry is in the history for ever. */
    public boolean isCommitted(Zxid zxid) {
        return judge.isCommitted(zxid);
    }

    private SimMember member(int id) {
        return members.get(id - 1);
    }

    /** Whether soon one leads, and all have what is committed. */
    public boolean isWholeAgain() {
        for (int waited = 0; waited < 1_000 && !isWhole(); waited += 5) {
            run(5);
        }
        judge.checkNothingLost();
        return isWhole();
    }

    /** How often a message of that kind was sent. */
    public int sent(Class<? extends ZabMessage> kind) {
        return net.sent(kind);
    }

    /** How often somebody who looks has told its vote. */
    public int votes() {
        return net.votes();
    }

    /** Whether a member lost its disk. */
    public boolean hasWiped() {
        return wiped;
    }

    /** Whether a disk was replaced by an older copy of itself. */
    public boolean hasRolledBack() {
        return rolledBack;
    }

    public int acknowledged() {
        return judge.acknowledgedCount();
    }
}
