package io.tapio.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** However an ensemble starts, its members end up in one cluster. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ColdStartTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Ensemble ensemble = new Ensemble(KIT, 1, ClusterDesk.TICK);

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stop() {
        ensemble.stopAll();
    }

    @RepeatedTest(5)
    void a_cold_start_ends_with_one_set_of_members(RepetitionInfo round) {
        int size = 3 + round.getCurrentRepetition() % 3;
        ensemble = new Ensemble(KIT, size, ClusterDesk.TICK);
        var ids = IntStream.rangeClosed(1, size).boxed().collect(Collectors.toList());
        Collections.shuffle(ids, new Random(round.getCurrentRepetition()));
        ensemble.startAll();

        // The first leader is deposed at once, and only some have followed it.
        int first = ids.get(0);
        int second = ids.get(1);
        ensemble.established(1, first, numbers(ids.subList(0, size / 2 + 1)));
        ensemble.established(2, second, numbers(ids));

        Set<Integer> all = Set.copyOf(ids);
        await().atMost(PATIENCE).until(() -> allSee(all));
        assertThat(ids).allSatisfy(id -> assertThat(ensemble.figures(id).restarts()).isZero());
    }

    private boolean allSee(Set<Integer> all) {
        String view = all.stream().sorted().toList() + " without []";
        return ensemble.views().values().stream().allMatch(view::equals);
    }

    private static int[] numbers(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
