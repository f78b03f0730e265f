package io.tapio.torture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Harms the ensemble, round after round: some members at a time, never more than it can spare, and
 * whoever loses something of its disk is given the time to get it back. After each round all must
 * serve again.
 */
final class Nemesis {
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);
    private static final long MS = 1_000_000;

    private final Ensemble ensemble;
    private final Recorder recorder;
    private final Chronicle chronicle;
    private final RandomGenerator random;
    private final Harms harms;
    private final List<Kind> kinds;
    private final Consumer<String> diary;
    private final Deque<Kind> next = new ArrayDeque<>();

    private record Begun(Harm harm, long from) {}

    Nemesis(
            Ensemble ensemble,
            Recorder recorder,
            Chronicle chronicle,
            RandomGenerator random,
            Set<Kind> kinds,
            Consumer<String> diary) {
        this.ensemble = ensemble;
        this.recorder = recorder;
        this.chronicle = chronicle;
        this.random = random;
        this.harms = new Harms(ensemble, random);
        this.kinds = kinds.stream().sorted().toList();
        this.diary = diary;
    }

    /** Whether all were well after each round, until the time was over. */
    boolean rage(Duration duration) {
        long end = recorder.now() + duration.toNanos();
        calm(1_000);
        while (recorder.now() < end && !kinds.isEmpty()) {
            if (!round()) return false;
            calm(500 + random.nextInt(1_500));
        }
        while (recorder.now() < end) calm(100);
        return true;
    }

    /** One fault, or several at once that hurt different members. */
    private boolean round() {
        var free = new ArrayList<>(ensemble.ids());
        Collections.shuffle(free, Random.from(random));
        leaderFirst(free);
        int spare = ensemble.spare();
        var begun = new ArrayList<Begun>();
        var used = new HashSet<Kind>();
        while (spare > 0) {
            var kind = nextKind();
            if (!used.add(kind)) break;
            int count = 1 + random.nextInt(spare);
            var victims = Set.copyOf(free.subList(0, count));
            free.subList(0, count).clear();
            spare -= count;
            begun.add(begin(kind, victims));
            boolean everybody = begun.getLast().harm.victims().size() == ensemble.size();
            if (everybody || kind == Kind.PARTITION || random.nextInt(3) > 0) break;
        }
        calm(500 + random.nextInt(4_500));
        return end(begun);
    }

    /** Each kind comes up once before any comes up again. */
    private Kind nextKind() {
        if (next.isEmpty()) {
            var shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, Random.from(random));
            next.addAll(shuffled);
        }
        return next.remove();
    }

    /** Every other time the leader is among the victims. */
    private void leaderFirst(List<Integer> ids) {
        if (random.nextBoolean()) return;
        ensemble.leader()
                .ifPresent(
                        leader -> {
                            ids.removeIf(leader::equals);
                            ids.addFirst(leader);
                        });
    }

    private Begun begin(Kind kind, Set<Integer> victims) {
        long from = recorder.now();
        var harm = harms.begin(kind, victims);
        diary.accept("%6.1f s  %s".formatted(from / 1e9, harm.says()));
        return new Begun(harm, from);
    }

    private boolean end(List<Begun> begun) {
        for (var one : begun) one.harm.end().run();
        long to = recorder.now();
        reviveTheDead(begun);
        boolean healed = ensemble.awaitServing(HEALED_WITHIN);
        long now = recorder.now();
        for (var one : begun) {
            var harm = one.harm;
            chronicle.add(
                    new Chronicle.Fault(
                            harm.kind(), harm.victims(), harm.says(), one.from, to, now));
        }
        if (!healed) complainOfThoseThatDoNotServe(now);
        return healed;
    }

    /** Only a disk that fails may make a member end itself. */
    private void reviveTheDead(List<Begun> begun) {
        for (var member : ensemble.members()) {
            if (member.isAlive()) continue;
            long now = recorder.now();
            var says =
                    "%s ended by itself with exit code %s"
                            .formatted(member, member.exitCode().map(String::valueOf).orElse("?"));
            boolean mayEnd =
                    begun.stream()
                            .map(Begun::harm)
                            .filter(harm -> harm.victims().contains(member.id()))
                            .anyMatch(harm -> harm.kind() == Kind.FAILING_DISK);
            if (mayEnd) chronicle.note(now, says);
            else chronicle.complain(now, says);
            diary.accept("%6.1f s  %s".formatted(now / 1e9, says));
            member.start();
        }
    }

    private void complainOfThoseThatDoNotServe(long now) {
        for (var member : ensemble.members()) {
            var role = member.status().role();
            if (role.serves()) continue;
            var says =
                    "%s does not serve %d s after all was healed"
                            .formatted(member, HEALED_WITHIN.toSeconds());
            chronicle.complain(now, says);
            diary.accept("%6.1f s  %s".formatted(now / 1e9, says));
        }
    }

    private static void calm(int ms) {
        long end = System.nanoTime() + ms * MS;
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
