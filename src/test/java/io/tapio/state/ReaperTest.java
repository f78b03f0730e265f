package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import org.junit.jupiter.api.Test;

/** Containers and znodes with a time to live go by themselves, when and only when they may. */
class ReaperTest {
    private static final int TICKS_PER_CHECK = 30; // one minute of two-second ticks
    private final House house = new House();
    private final Caller caller = house.client();

    @Test
    void aContainerGoesOnceItsLastChildIsGone() {
        container("/c");
        caller.create("/c/x", 0);
        checkOnce();
        assertThat(exists("/c")).isTrue();

        caller.delete("/c/x");
        checkOnce();
        assertThat(exists("/c")).isFalse();
        assertThat(house.changes).endsWith("DELETED /c/x", "DELETED /c");
    }

    @Test
    void aContainerThatNeverHadAChildStays() {
        container("/c");

        checkOnce();
        checkOnce();

        assertThat(exists("/c")).isTrue();
    }

    @Test
    void aTtlZnodeGoesWhenItWasNotWrittenForItsTime() {
        ttl("/t", 100_000);
        checkOnce();
        assertThat(exists("/t")).isTrue();
        caller.set("/t", "again", -1);
        checkOnce();
        assertThat(exists("/t")).isTrue();

        checkOnce();
        assertThat(exists("/t")).isFalse();
    }

    @Test
    void aTtlZnodeWithAChildStays() {
        ttl("/t", 1);
        caller.create("/t/x", 0);
        checkOnce();
        assertThat(exists("/t")).isTrue();

        caller.delete("/t/x");
        checkOnce();
        assertThat(exists("/t")).isFalse();
    }

    @Test
    void aChildInFlightKeepsAContainer() {
        container("/c");
        caller.create("/c/x", 0);
        caller.delete("/c/x");
        house.settle();

        ticks(TICKS_PER_CHECK - 1);
        caller.create("/c/y", 0);
        house.propose();
        ticks(1);
        house.settle();

        assertThat(exists("/c/y")).isTrue();
    }

    @Test
    void dataInFlightKeepsATtlZnode() {
        ttl("/t", 1_000);
        house.settle();

        ticks(TICKS_PER_CHECK - 1);
        caller.set("/t", "again", -1);
        ticks(1);
        house.settle();

        assertThat(exists("/t")).isTrue();
    }

    @Test
    void aContainerMadeAnewInFlightStays() {
        container("/c");
        caller.create("/c/x", 0);
        caller.delete("/c/x");
        house.settle();

        ticks(TICKS_PER_CHECK - 1);
        caller.delete("/c");
        container("/c");
        ticks(1);
        house.settle();
        checkOnce();

        assertThat(exists("/c")).isTrue();
    }

    @Test
    void plainAndEphemeralZnodesStay() {
        caller.create("/p", 0);
        caller.create("/e", 1);
        caller.create("/c4", 4); // by opcode 1 a plain znode
        caller.create("/c4/x", 0);
        caller.delete("/c4/x");

        checkOnce();

        assertThat(exists("/p")).isTrue();
        assertThat(exists("/e")).isTrue();
        assertThat(exists("/c4")).isTrue();
    }

    private void container(String path) {
        caller.create(OpCode.CREATE_CONTAINER, path, 0);
    }

    private void ttl(String path, long ttlMs) {
        caller.send(
                OpCode.CREATE_TTL,
                new Request.CreateTtl(bytes(path), Bytes.EMPTY, Acl.OPEN, 5, ttlMs));
    }

    private void checkOnce() {
        house.settle();
        ticks(TICKS_PER_CHECK);
        house.settle();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            house.tick();
            caller.send(OpCode.PING, new Request.Ping());
        }
    }

    private boolean exists(String path) {
        return house.machine.state().tree().find(bytes(path)) != null;
    }
}
