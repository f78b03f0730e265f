package io.tapio.testkit.sim.full;

import io.tapio.log.SimDisk;
import io.tapio.model.ServerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which faults come when. Each seed has its own choice of kinds, so that over many seeds every kind
 * meets every other, and also happens without it.
 */
public final class Weather {
    private final Simulation world;
    private final RandomGenerator random;
    private final List<Fault> kinds = new ArrayList<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<String, Integer> crashes = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private final int pauseUs;
    private boolean raining;
    private int number;
    private long lossAllowedAtUs;

    Weather(Simulation world) {
        this.world = world;
        this.random = world.random();
        for (Fault each : Fault.values()) {
            if (random.nextInt(100) < 55) kinds.add(each);
        }
        if (kinds.isEmpty()) kinds.add(Fault.CRASH);
        pauseUs = 60_000 + random.nextInt(900_000);
    }

    /** How often each kind has come. */
    public Map<Fault, Integer> counts() {
        return counts;
    }

    /** How often members have crashed in each phase, by themselves or with the power. */
    public Map<String, Integer> crashes() {
        return crashes;
    }

    void crashed(Phase phase, boolean power) {
        crashes.merge(cell(phase, power), 1, Integer::sum);
    }

    public static String cell(Phase phase, boolean power) {
        return (power ? "power cut while " : "crash while ") + phase;
    }

    public List<String> faults() {
        return told;
    }

    /** How many there were. */
    public int number() {
        return number;
    }

    void begin() {
        raining = true;
        world.agenda().in(2_500_000, this::next);
    }

    void clear() {
        raining = false;
    }

    private void next() {
        if (!raining) return;

        world.agenda().in(50_000 + random.nextInt(2 * pauseUs), this::next);
        Fault kind = kinds.get(random.nextInt(kinds.size()));
        int mine = number++;
        boolean comes = mine < world.plan().lastFault() && !world.plan().without().contains(mine);
        if (random.nextInt(3) == 0) pickUp().keepCopy();
        if (comes && bring(kind, mine)) came(kind, mine);
    }

    private void came(Fault kind, int mine) {
        counts.merge(kind, 1, Integer::sum);
        told.add(mine + " " + kind + " at " + world.agenda().now() / 1000);
        world.trace().note("fault " + mine + " " + kind);
    }

    private Server pickUp() {
        return world.servers().get(random.nextInt(world.servers().size()));
    }

    private Server pickLeaderOften() {
        if (random.nextBoolean()) return world.leader().orElseGet(this::pickUp);
        return pickUp();
    }

    private long soon() {
        return 20_000 + random.nextInt(random.nextInt(3) == 0 ? 4_000_000 : 600_000);
    }

    private void later(long us, Runnable what) {
        world.agenda().in(us, what);
    }

    /** Whether there was somebody to bring it to. */
    private boolean bring(Fault kind, int mine) {
        Server one = pickLeaderOften();
        switch (kind) {
            case CRASH -> crash(one, false);
            case POWER_CUT -> crash(one, true);
            case CRASH_AT_STEP -> {
                boolean power = random.nextBoolean();
                if (!one.isAlive()) return false;
                one.process().endAfter(1 + random.nextInt(60), () -> crash(one, power));
            }
            case CRASH_SOME -> {
                var some = new ArrayList<>(world.servers());
                Collections.shuffle(some, Random.from(random));
                int count = 1 + random.nextInt(some.size());
                for (Server each : some.subList(0, count)) crash(each, random.nextBoolean());
            }
            case CRASH_ALL -> world.servers().forEach(each -> crash(each, random.nextBoolean()));
            case PARTITION -> partition();
            case ISOLATE -> isolate(one.id());
            case ONE_WAY -> oneWay();
            case BRIDGE -> bridge(one.id());
            case RING -> ring();
            case FLAPPING -> flap(one.id(), pickUp().id(), 10);
            case LINK_RESET -> {
                if (!one.isAlive() || !one.port().hasLinks()) return false;
                one.port().resetOne();
            }
            case SLOW_NET -> {
                world.wires().jitter(20_000 + random.nextInt(500_000));
                later(soon(), () -> world.wires().jitter(0));
            }
            case PAUSE -> pause(one);
            case DEPOSED_ASLEEP -> {
                return deposeAsleep();
            }
            case PAUSE_ALL -> world.servers().forEach(this::pauseShortly);
            case CLOCK_JUMP -> one.jumpClock(random.nextInt(7_200_000) - 3_600_000);
            case SLOW_DISK -> slowDisk(one);
            case FULL_DISK -> fullDisk(one);
            case FSYNC_FAILS -> one.disk().failForceAfter(1 + random.nextInt(20));
            case WRITE_FAILS -> one.disk().failWriteAfter(1 + random.nextInt(20));
            case CLIENT_CUT_OFF -> cutOffClient();
            case CLIENT_MOVES -> client().hangUp("moves");
            case CLIENT_SLEEPS -> client().sleep(500_000 + random.nextInt(15_000_000));
            case LOAD_CHANGES -> world.load().change();
            case WIPE, ROT -> {
                return loseDisk(kind);
            }
            case ROLL_BACK -> {
                rollBackWhenKnown(mine, 20);
                return false;
            }
            case WIPE_WHILE_OTHERS_LAG, ROLL_BACK_WHILE_OTHERS_LAG -> {
                return loseDiskWhileOthersLag(kind == Fault.WIPE_WHILE_OTHERS_LAG);
            }
        }
        return true;
    }

    private SimClient client() {
        return world.clients().get(random.nextInt(world.clients().size()));
    }

    private void crash(Server one, boolean power) {
        one.crash(power);
        later(soon(), one::start);
    }

    private void healAfter(long us) {
        later(us, world.wires()::tearDownWalls);
    }

    private void partition() {
        var here = new ArrayList<ServerId>();
        var there = new ArrayList<ServerId>();
        for (ServerId each : world.ids()) (random.nextBoolean() ? here : there).add(each);
        world.wires().part(here, there);
        healAfter(soon());
    }

    private void isolate(ServerId one) {
        var others = new ArrayList<>(world.ids());
        others.remove(one);
        world.wires().part(List.of(one), others);
        healAfter(soon());
    }

    private void oneWay() {
        world.wires().wall(pickUp().id(), pickUp().id());
        healAfter(soon());
    }

    /** Two halves that see each other only through one member. */
    private void bridge(ServerId middle) {
        var here = new ArrayList<ServerId>();
        var there = new ArrayList<ServerId>();
        for (ServerId each : world.ids()) {
            if (!each.equals(middle)) (random.nextBoolean() ? here : there).add(each);
        }
        world.wires().part(here, there);
        healAfter(soon());
    }

    /** Each sees only its neighbours: every one another majority, if there are five. */
    private void ring() {
        var all = List.copyOf(world.ids());
        for (int i = 0; i < all.size(); i++) {
            for (int k = 0; k < all.size(); k++) {
                int apart = Math.abs(i - k);
                if (apart > 1 && apart < all.size() - 1) world.wires().wall(all.get(i), all.get(k));
            }
        }
        healAfter(soon());
    }

    private void flap(ServerId one, ServerId other, int times) {
        world.wires().part(List.of(one), List.of(other));
        later(
                100_000,
                () -> {
                    world.wires().tearDownWalls();
                    if (times > 0 && raining) later(100_000, () -> flap(one, other, times - 1));
                });
    }

    private void pause(Server one) {
        one.pause();
        later(100_000 + random.nextInt(6_000_000), one::resume);
    }

    private void pauseShortly(Server one) {
        one.pause();
        later(500_000 + random.nextInt(2_000_000), one::resume);
    }

    /** A leader sleeps while others elect another one, and nothing tells it so when it wakes up. */
    private boolean deposeAsleep() {
        Server leader = world.leader().orElse(null);
        if (leader == null) return false;

        var others = new ArrayList<>(world.ids());
        others.remove(leader.id());
        world.wires().part(List.of(leader.id()), others);
        long sleep = 1_300_000 + random.nextInt(2_500_000);
        leader.pause();
        later(sleep - 100_000, () -> world.load().syncAt(leader));
        later(sleep, leader::resume);
        healAfter(sleep + random.nextInt(1_500_000));
        return true;
    }

    private void slowDisk(Server one) {
        one.disk().slow(List.of(50_000, 500_000, 3_000_000).get(random.nextInt(3)));
        later(soon(), one.disk()::heal);
    }

    private void fullDisk(Server one) {
        one.disk().leaveFree(random.nextInt(30_000));
        later(2 * soon(), one.disk()::heal);
    }

    private void cutOffClient() {
        SimClient client = client();
        for (Server each : world.servers()) {
            if (random.nextBoolean()) client.cutOff(each.id());
        }
        later(soon(), client::reachAll);
    }

    /**
     * An ensemble must bear the loss of one disk while the others are well, and of the next one
     * when it has got over that.
     */
    private boolean loseDisk(Fault kind) {
        Server one = pickUp();
        if (!canBearTheLossOf(one, kind)) return false;

        one.crash(kind != Fault.ROT && random.nextBoolean());
        switch (kind) {
            case WIPE -> one.wipe();
            case ROLL_BACK -> {
                world.voters().forEach(Server::flushMarks);
                one.disk().rollBack();
            }
            default -> {
                var rots = SimDisk.Rot.values();
                SimDisk.Rot rot = rots[random.nextInt(rots.length)];
                world.trace().note(one.id() + " " + rot + " " + one.disk().rot(rot));
            }
        }
        world.laws().diskLost(one);
        lossAllowedAtUs = Long.MAX_VALUE; // one in a life is what is promised without condition
        later(soon(), one::start);
        return true;
    }

    /** As soon as the others know that the copy is old, if that comes about. */
    private void rollBackWhenKnown(int mine, int tries) {
        if (!raining || tries == 0) return;
        if (loseDisk(Fault.ROLL_BACK)) came(Fault.ROLL_BACK, mine);
        else later(200_000, () -> rollBackWhenKnown(mine, tries - 1));
    }

    /**
     * Some lag behind, one of those who have all loses its disk, and just these come back first:
     * together they are many enough to elect a leader, but for what they know.
     */
    private boolean loseDiskWhileOthersLag(boolean wipe) {
        Server one = world.voters().get(random.nextInt(world.voters().size()));
        if (!canBearTheLossOf(one, Fault.WIPE)) return false;

        lossAllowedAtUs = Long.MAX_VALUE;
        one.keepCopy();
        var lagging = new ArrayList<>(world.voters());
        lagging.remove(one);
        Collections.shuffle(lagging, Random.from(random));
        var late = lagging.subList(0, world.voters().size() / 2);
        later(
                1_200_000,
                () -> {
                    if (!raining) return;
                    var rest = new ArrayList<>(world.ids());
                    late.forEach(each -> rest.remove(each.id()));
                    world.wires().part(late.stream().map(Server::id).toList(), rest);
                });
        later(2_000_000 + random.nextInt(1_500_000), () -> loseDisk(one, late, wipe));
        return true;
    }

    private void loseDisk(Server one, List<Server> late, boolean wipe) {
        if (!raining) return;

        boolean known = wipe || areMarksKnown(one);
        for (Server each : world.servers()) {
            each.crash(false);
            boolean first = late.contains(each) || each == one;
            later(first ? 100_000 : 3_000_000 + random.nextInt(4_000_000), each::start);
        }
        world.wires().tearDownWalls();
        if (!known) return;

        world.trace().note(one.id() + " loses its disk, while others lag");
        world.voters().forEach(Server::flushMarks);
        if (wipe) one.wipe();
        else one.disk().rollBack();
        world.laws().diskLost(one);
    }

    /** That much is demanded: the others must know, or nobody could. */
    private boolean isKnownToBeOld(Server one) {
        return one.disk().hasCopy() && areMarksKnown(one);
    }

    private boolean areMarksKnown(Server one) {
        return !world.meddler().marksAreKept()
                || world.voters().stream()
                        .allMatch(each -> each == one || one.isCopyKnownToBeOldBy(each));
    }

    private boolean canBearTheLossOf(Server one, Fault kind) {
        if (world.agenda().now() < lossAllowedAtUs || !one.isAlive()) return false;
        if (!world.voters().stream().allMatch(Server::isServing)) return false;
        if (kind == Fault.ROLL_BACK && !isKnownToBeOld(one)) return false;

        var others = new HashSet<ServerId>();
        world.voters().forEach(each -> others.add(each.id()));
        others.remove(one.id());
        return world.plan().quorum().isReachedBy(others);
    }
}
