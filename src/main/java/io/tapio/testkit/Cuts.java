package io.tapio.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;

/** Which members of one ensemble do not reach each other, both ways; their links are told. */
final class Cuts {
    private final Map<Integer, Set<Integer>> apart = new HashMap<>();
    private final Map<Integer, ActorRef<? super CutOff>> links = new HashMap<>();

    private final Set<Integer> asleep = new HashSet<>();

    /** From now on a member reaches none of {@code others}. */
    record CutOff(Set<Integer> others, CompletableFuture<Boolean> done) {
        CutOff {
            others = Set.copyOf(others);
        }
    }

    /** The links of a member that has just begun; told whom they do not reach. */
    synchronized void join(int member, ActorRef<? super CutOff> itsLinks) {
        links.put(member, itsLinks);
        itsLinks.tell(new CutOff(apartFrom(member), new CompletableFuture<>()));
    }

    synchronized void leave(int member) {
        links.remove(member);
        asleep.remove(member);
    }

    /** A member whose threads are held hears of cuts when they go on. */
    synchronized void pause(int member, boolean now) {
        if (now) asleep.add(member);
        else asleep.remove(member);
    }

    synchronized boolean between(int one, int other) {
        return apartFrom(one).contains(other);
    }

    private Set<Integer> apartFrom(int member) {
        return apart.getOrDefault(member, Set.of());
    }

    /** Completes when both sides know, as far as they run. */
    synchronized CompletableFuture<?> cut(Set<Integer> side, Set<Integer> other) {
        for (int one : side) {
            for (int two : other) {
                if (one == two) throw new IllegalArgumentException(one + " is on both sides");
                apart.computeIfAbsent(one, n -> new TreeSet<>()).add(two);
                apart.computeIfAbsent(two, n -> new TreeSet<>()).add(one);
            }
        }
        return tellAll();
    }

    synchronized CompletableFuture<?> heal() {
        apart.clear();
        return tellAll();
    }

    private CompletableFuture<?> tellAll() {
        List<CompletableFuture<Boolean>> told = new ArrayList<>();
        links.forEach(
                (member, itsLinks) -> {
                    var done = new CompletableFuture<Boolean>();
                    itsLinks.tell(new CutOff(new HashSet<>(apartFrom(member)), done));
                    if (!asleep.contains(member)) told.add(done);
                });
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new));
    }
}
