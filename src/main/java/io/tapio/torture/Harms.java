package io.tapio.torture;

import io.tapio.torture.host.Commands;
import io.tapio.torture.host.Disk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Does harm of every kind, by chance, to members that somebody else has chosen. */
final class Harms {
    private static final String SYNCS = "fsync,fdatasync";
    private static final Duration ATTACHED_WITHIN = Duration.ofSeconds(3);

    private final Ensemble ensemble;
    private final RandomGenerator random;

    Harms(Ensemble ensemble, RandomGenerator random) {
        this.ensemble = ensemble;
        this.random = random;
    }

    /** Whether this machine lets us do this; otherwise why not. */
    static Optional<String> obstacle(Kind kind, Ensemble ensemble) {
        return switch (kind) {
            case SLOW_DISK, FAILING_DISK ->
                    Commands.succeeds("strace", "-V")
                            ? Optional.empty()
                            : Optional.of("there is no strace");
            case FULL_DISK ->
                    ensemble.isOnVolumes()
                            ? Optional.empty()
                            : Optional.of("no volume can be mounted");
            case KILL, PAUSE, PARTITION, DAMAGE, WIPE -> Optional.empty();
        };
    }

    Harm begin(Kind kind, Set<Integer> victims) {
        return switch (kind) {
            case KILL -> kill(victims);
            case PAUSE -> pause(victims);
            case PARTITION -> partition(victims);
            case SLOW_DISK -> slowDisk(victims);
            case FAILING_DISK -> failingDisk(victims);
            case FULL_DISK -> fullDisk(victims);
            case DAMAGE -> damage(victims);
            case WIPE -> wipe(victims);
        };
    }

    private List<Member> members(Set<Integer> ids) {
        return ids.stream().map(ensemble::member).toList();
    }

    private static String named(Set<Integer> ids) {
        var words = new TreeSet<>(ids).stream().map(String::valueOf).toList();
        return (ids.size() == 1 ? "member " : "members ") + String.join(", ", words);
    }

    private Harm kill(Set<Integer> victims) {
        if (random.nextInt(5) == 0) {
            var all = Set.copyOf(ensemble.ids());
            ensemble.killAll();
            return new Harm(Kind.KILL, all, "all members are killed", ensemble::start);
        }
        members(victims).forEach(Member::kill);
        return new Harm(
                Kind.KILL,
                victims,
                named(victims) + " killed",
                () -> members(victims).forEach(Member::start));
    }

    private Harm pause(Set<Integer> victims) {
        members(victims).forEach(Member::pause);
        return new Harm(
                Kind.PAUSE,
                victims,
                named(victims) + " paused",
                () -> members(victims).forEach(Member::resume));
    }

    // ---- networks

    private Harm partition(Set<Integer> victims) {
        var net = ensemble.net();
        var others = new ArrayList<>(ensemble.ids());
        others.removeAll(victims);
        int one = victims.iterator().next();
        int other = others.get(random.nextInt(others.size()));
        String says;
        switch (random.nextInt(5)) {
            case 0 -> {
                net.cut(one, other);
                says = "member %d is not heard by member %d".formatted(one, other);
            }
            case 1 -> {
                for (int each : others) net.cut(each, one);
                says = "member %d hears nobody".formatted(one);
            }
            case 2 -> {
                net.cut(one, other);
                net.cut(other, one);
                says = "members %d and %d are cut off from each other".formatted(one, other);
            }
            default -> {
                net.isolate(victims);
                says = named(victims) + " cut off";
            }
        }
        return new Harm(Kind.PARTITION, victims, says, net::heal);
    }

    // ---- disks that work badly

    private Harm slowDisk(Set<Integer> victims) {
        int ms = List.of(30, 100, 300, 1_000).get(random.nextInt(4));
        var traces = inject(victims, SYNCS + ":delay_enter=" + ms * 1_000);
        return new Harm(
                Kind.SLOW_DISK,
                victims,
                "each sync of %s takes %d ms more".formatted(named(victims), ms),
                () -> traces.forEach(Harms::detach));
    }

    /** One sync fails; the member must not try it again, and may end itself. */
    private Harm failingDisk(Set<Integer> victims) {
        var traces = inject(victims, SYNCS + ":error=EIO:when=1");
        return new Harm(
                Kind.FAILING_DISK,
                victims,
                "a sync of %s fails".formatted(named(victims)),
                () -> traces.forEach(Harms::detach));
    }

    private List<Process> inject(Set<Integer> victims, String fault) {
        var traces = new ArrayList<Process>();
        for (var member : members(victims)) {
            try {
                traces.add(attach(member, fault));
            } catch (IOException notHere) {
                throw new IllegalStateException("strace", notHere);
            }
        }
        return traces;
    }

    private static Process attach(Member member, String fault) throws IOException {
        var log = member.data().resolveSibling("strace.txt");
        var trace =
                new ProcessBuilder(
                                "strace",
                                "-f",
                                "-o",
                                "/dev/null",
                                "-e",
                                "trace=" + SYNCS,
                                "-e",
                                "inject=" + fault,
                                "-p",
                                "" + member.pid())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        // It says so when it holds the threads; only then does the fault begin.
        Ensemble.await(ATTACHED_WITHIN, () -> !trace.isAlive() || log.toFile().length() > 0);
        return trace;
    }

    private static void detach(Process trace) {
        trace.destroy();
        Ensemble.await(ATTACHED_WITHIN, () -> !trace.isAlive());
        trace.destroyForcibly();
    }

    private Harm fullDisk(Set<Integer> victims) {
        var volumes = victims.stream().flatMap(id -> ensemble.volume(id).stream()).toList();
        volumes.forEach(Volume::fill);
        return new Harm(
                Kind.FULL_DISK,
                victims,
                "the disk of %s is full".formatted(named(victims)),
                () -> volumes.forEach(Volume::release));
    }

    // ---- disks that lose something

    private Harm damage(Set<Integer> victims) {
        int way = random.nextInt(3);
        var says = List.of("a flipped bit", "its last 4 KiB as zeros", "its end cut off").get(way);
        boolean changed = false;
        for (var member : members(victims)) {
            member.kill();
            changed |= damage(member.disk(), way);
        }
        return new Harm(
                Kind.DAMAGE,
                victims,
                "the log of %s has %s".formatted(named(victims), changed ? says : "nothing"),
                () -> members(victims).forEach(Member::start));
    }

    private static boolean damage(Disk disk, int way) {
        try {
            switch (way) {
                case 0 -> disk.flipBit();
                case 1 -> disk.zeroTail(4096);
                default -> disk.cutTail(3000);
            }
            return true;
        } catch (IllegalStateException | IndexOutOfBoundsException nothingWritten) {
            return false;
        }
    }

    private Harm wipe(Set<Integer> victims) {
        for (var member : members(victims)) {
            member.kill();
            member.disk().wipe();
        }
        return new Harm(
                Kind.WIPE,
                victims,
                named(victims) + " lost all data",
                () -> members(victims).forEach(Member::start));
    }
}
