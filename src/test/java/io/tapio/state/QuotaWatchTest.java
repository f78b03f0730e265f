package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.tree.Quotas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Soft quotas are told to the operator, and stand in nobody's way. */
class QuotaWatchTest {
    private final House house = new House();
    private final Caller caller = house.client();

    @BeforeEach
    void twoZnodesAndTenBytesAreAllowed() {
        caller.create("/limited", 0);
        caller.create("/zookeeper/quota/limited", 0);
        caller.create("/zookeeper/quota/limited/zookeeper_limits", 0);
        caller.set("/zookeeper/quota/limited/zookeeper_limits", "count=2,bytes=10", -1);
        caller.create("/zookeeper/quota/limited/zookeeper_stats", 0);
        house.settle();
        caller.takeReplies();
        house.machine.takeExceededQuotas();
    }

    @Test
    void withinTheLimitsNothingIsSaid() {
        caller.create("/limited/a", 0);
        house.settle();

        assertThat(house.machine.takeExceededQuotas()).isEmpty();
    }

    @Test
    void aSoftLimitIsToldOnceAndTheWriteGoesThrough() {
        caller.create("/limited/a", 0);
        house.settle();
        caller.create("/limited/b", 0);
        caller.create("/limited/c", 0);
        house.settle();

        assertThat(caller.takeCodes()).allMatch(code -> code.endsWith(":0"));
        assertThat(house.machine.takeExceededQuotas())
                .singleElement()
                .satisfies(
                        excess -> {
                            assertThat(excess.quotaPath()).isEqualTo(Bytes.utf8("/limited"));
                            assertThat(excess.dimension()).isEqualTo(Quotas.Dimension.COUNT);
                            assertThat(excess.limit()).isEqualTo(2);
                        });
        assertThat(house.machine.takeExceededQuotas()).isEmpty();
    }

    @Test
    void bytesAreCountedToo() {
        caller.set("/limited", "more than ten bytes", -1);
        house.settle();

        assertThat(house.machine.takeExceededQuotas())
                .singleElement()
                .satisfies(
                        excess -> assertThat(excess.dimension()).isEqualTo(Quotas.Dimension.BYTES));
    }

    @Test
    void statisticsThatMakeNoSenseHurtNobody() {
        caller.set("/zookeeper/quota/limited/zookeeper_stats", "no statistics", -1);
        caller.create("/limited/a", 0);
        caller.set("/limited/a", "x", -1);
        caller.delete("/limited/a");
        house.settle();

        assertThat(caller.takeCodes()).allMatch(code -> code.endsWith(":0"));
    }
}
