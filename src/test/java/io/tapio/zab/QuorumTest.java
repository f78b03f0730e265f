package io.tapio.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A quorum against a twin that counts all subsets. */
class QuorumTest {
    private static final ServerId STRANGER = new ServerId(99);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void moreThanHalfOfTheVotersAreAQuorum(int voters) {
        var quorum = quorumOf(voters);
        for (int subset = 0; subset < 1 << voters; subset++) {
            var supporters = members(subset);
            boolean reached = 2 * Integer.bitCount(subset) > voters;
            assertThat(quorum.isReachedBy(supporters)).isEqualTo(reached);
            supporters.add(STRANGER);
            assertThat(quorum.isReachedBy(supporters)).isEqualTo(reached);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void anyTwoQuorumsMeet(int voters) {
        var quorum = quorumOf(voters);
        for (int one = 0; one < 1 << voters; one++) {
            for (int two = 0; two < 1 << voters; two++) {
                boolean both = quorum.isReachedBy(members(one)) && quorum.isReachedBy(members(two));
                if (both) assertThat(one & two).isNotZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void whatIsAgreedIsOnTheDisksOfAQuorumAndNothingHigherIs(int voters) {
        var quorum = quorumOf(voters);
        var random = new Random(voters);
        for (int round = 0; round < 2_000; round++) {
            var logged = new HashMap<ServerId, Zxid>();
            for (int id = 1; id <= voters; id++) {
                if (random.nextInt(4) > 0) logged.put(new ServerId(id), zxid(random));
            }
            logged.put(STRANGER, Zxid.of(9, 9));

            assertThat(quorum.agreed(logged)).isEqualTo(obviouslyAgreed(quorum, logged));
        }
    }

    private static Zxid obviouslyAgreed(Quorum quorum, Map<ServerId, Zxid> logged) {
        Zxid best = Zxid.NONE;
        for (Zxid candidate : logged.values()) {
            var holders =
                    logged.entrySet().stream()
                            .filter(each -> !candidate.isAfter(each.getValue()))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
            if (quorum.isReachedBy(holders) && candidate.isAfter(best)) best = candidate;
        }
        return best;
    }

    @Test
    void anEnsembleHasAVoter() {
        assertThatThrownBy(() -> new Majority(Set.of())).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void aGroupedQuorumIsMoreThanHalfOfTheWeightInMoreThanHalfOfTheGroups() {
        var grouped =
                new WeightedGroups(
                        List.of(members(0b11), members(0b1100), members(0b110000)),
                        Map.of(new ServerId(1), 2, new ServerId(5), 0, new ServerId(6), 0));

        assertThat(grouped.isReachedBy(members(0b1101))).as("s1 s3 s4").isTrue();
        assertThat(grouped.isReachedBy(members(0b0101))).as("half of a group").isFalse();
        assertThat(grouped.isReachedBy(members(0b111110))).as("s2 is a third").isFalse();
        assertThat(grouped.mayLead(new ServerId(5))).isFalse();
        assertThat(grouped.mayLead(new ServerId(1))).isTrue();
    }

    @Test
    void anyTwoGroupedQuorumsMeet() {
        var grouped =
                new WeightedGroups(
                        List.of(members(0b111), members(0b11000), members(0b1100000)),
                        Map.of(new ServerId(2), 3, new ServerId(7), 0));
        for (int one = 0; one < 1 << 7; one++) {
            for (int two = 0; two < 1 << 7; two++) {
                boolean both =
                        grouped.isReachedBy(members(one)) && grouped.isReachedBy(members(two));
                if (both) assertThat(one & two).isNotZero();
            }
        }
    }

    @Test
    void twoConfigurationsAtOnceMustBothAgree() {
        var both = new Both(new Majority(members(0b111)), new Majority(members(0b11100)));

        assertThat(both.voters()).isEqualTo(members(0b11111));
        assertThat(both.isReachedBy(members(0b011))).isFalse();
        assertThat(both.isReachedBy(members(0b01110))).isTrue();
        assertThat(both.mayLead(new ServerId(5))).isTrue();
    }

    @Test
    void whatBothAgreeUponIsTheLowerOfTheTwo() {
        var random = new Random(5);
        var old = new Majority(members(0b111));
        var next = new Majority(members(0b11100));
        for (int round = 0; round < 2_000; round++) {
            var logged = new HashMap<ServerId, Zxid>();
            for (int id = 1; id <= 5; id++) {
                logged.put(new ServerId(id), zxid(random));
            }
            Zxid lower = old.agreed(logged);
            if (lower.isAfter(next.agreed(logged))) lower = next.agreed(logged);
            assertThat(new Both(old, next).agreed(logged)).isEqualTo(lower);
        }
    }

    private static Zxid zxid(Random random) {
        return Zxid.of(1 + random.nextInt(3), random.nextInt(4));
    }

    private static Quorum quorumOf(int voters) {
        return new Majority(members((1 << voters) - 1));
    }

    private static Set<ServerId> members(int subset) {
        return IntStream.range(0, 7)
                .filter(bit -> (subset >> bit & 1) == 1)
                .mapToObj(bit -> new ServerId(bit + 1))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
