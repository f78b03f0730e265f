package io.tapio.cluster;

import io.tapio.model.ServerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The clusters that some members form, where there should be one.
 *
 * <p>Two are on one island if each holds the other for a member. One that only says so of the other
 * has a ghost in its list: somebody who asked to join here, and then was welcomed elsewhere.
 */
record Islands(List<List<Stand>> all) {

    static Islands of(List<Stand> stands) {
        List<Stand> homeless = new ArrayList<>(stands.stream().filter(Stand::joined).toList());
        List<List<Stand>> islands = new ArrayList<>();
        while (!homeless.isEmpty()) {
            islands.add(islandOf(homeless.removeFirst(), homeless));
        }
        return new Islands(islands);
    }

    private static List<Stand> islandOf(Stand first, List<Stand> homeless) {
        List<Stand> island = new ArrayList<>();
        Deque<Stand> shore = new ArrayDeque<>(List.of(first));
        while (!shore.isEmpty()) {
            Stand here = shore.remove();
            island.add(here);
            List<Stand> found = homeless.stream().filter(other -> isMutual(here, other)).toList();
            homeless.removeAll(found);
            shore.addAll(found);
        }
        return island;
    }

    private static boolean isMutual(Stand one, Stand other) {
        return one.members().contains(other.self()) && other.members().contains(one.self());
    }

    /** The one that stays: the largest; of equals the leader's; else that of the lowest number. */
    Optional<List<Stand>> mainland(ServerId leader) {
        Comparator<List<Stand>> order =
                Comparator.<List<Stand>>comparingInt(List::size)
                        .thenComparing(island -> holds(island, leader))
                        .thenComparing(Islands::lowest, Comparator.reverseOrder());
        return all.stream().max(order);
    }

    static ServerId lowest(List<Stand> island) {
        return island.stream()
                .map(stand -> stand.self().id())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    static boolean holds(List<Stand> island, ServerId id) {
        return island.stream().anyMatch(stand -> stand.self().id().equals(id));
    }
}
