package io.tapio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.ServerId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class IslandsTest {

    @Test
    void members_that_list_each_other_are_on_one_island() {
        var islands = Islands.of(List.of(stand(1, 1, 2), stand(2, 1, 2, 3), stand(3, 2, 3)));

        assertThat(islands.all()).hasSize(1);
    }

    @Test
    void a_ghost_makes_no_bridge() {
        var islands = Islands.of(List.of(stand(5, 5, 3), stand(3, 3, 4), stand(4, 3, 4)));

        assertThat(ids(islands.mainland(id(5)))).containsExactly(3, 4);
    }

    @Test
    void who_is_in_no_cluster_is_on_no_island() {
        var islands = Islands.of(List.of(stand(1), stand(2, 1)));

        assertThat(islands.all()).isEmpty();
        assertThat(islands.mainland(id(1))).isEmpty();
    }

    @Test
    void of_two_equals_the_leaders_stays_and_else_that_of_the_lowest_number() {
        var islands = Islands.of(List.of(stand(1, 1), stand(2, 2), stand(3, 3)));

        assertThat(ids(islands.mainland(id(2)))).containsExactly(2);
        assertThat(ids(islands.mainland(id(9)))).containsExactly(1);
    }

    @Test
    void the_larger_stays_whoever_leads() {
        var islands = Islands.of(List.of(stand(1, 1), stand(2, 2, 3), stand(3, 2, 3)));

        assertThat(ids(islands.mainland(id(1)))).containsExactly(2, 3);
    }

    static Stand stand(int self, int... members) {
        return new Stand(
                incarnation(self),
                Arrays.stream(members)
                        .mapToObj(IslandsTest::incarnation)
                        .collect(Collectors.toSet()),
                Optional.empty());
    }

    static Incarnation incarnation(int id) {
        return new Incarnation(id(id), 100 + id);
    }

    static ServerId id(int value) {
        return new ServerId(value);
    }

    private static List<Integer> ids(Optional<List<Stand>> island) {
        return island.orElseThrow().stream().map(stand -> stand.self().id().value()).toList();
    }
}
