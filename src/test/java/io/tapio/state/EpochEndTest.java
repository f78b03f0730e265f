package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Zxid;
import org.junit.jupiter.api.Test;

/** An epoch ends before its counter does, and no client notices. */
class EpochEndTest {
    private final House house =
            new House(ReplicatedState.fresh(House.Settings.DEFAULT), 1, Zxid.of(1, 3));
    private final Caller caller = house.client(); // entry 1

    @Test
    @Fault("F14")
    void writesWaitBehindTheLastRunUntilTheNextEpochIsLed() {
        caller.create("/a", 0);
        caller.create("/b", 0);
        caller.create("/c", 0);
        caller.get("/c");
        house.settle();

        assertThat(house.lastLogged()).isEqualTo(Zxid.of(1, 3));
        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0");

        next();
        house.settle();

        assertThat(house.lastLogged()).isEqualTo(Zxid.of(2, 1));
        assertThat(caller.takeCodes()).containsExactly("3:0", "4:0");
    }

    @Test
    void theServerItselfWritesNothingBetweenTwoEpochs() {
        caller.create("/e", 1);
        caller.create("/b", 0);
        house.settle();
        for (int i = 0; i < 20; i++) house.tick();

        assertThat(house.lastLogged()).isEqualTo(Zxid.of(1, 3));

        next();
        for (int i = 0; i < 2; i++) house.tick();
        house.settle();

        assertThat(house.lastLogged()).isEqualTo(Zxid.of(2, 1));
        assertThat(house.machine.state().tree().find(Caller.bytes("/e"))).isNull();
    }

    @Test
    void aNewEpochKeepsTheRoomThatIsTaken() {
        caller.create("/a", 0);
        caller.create("/b", 0);
        house.settle();

        house.machine.lead(2, Zxid.of(2, 100));
        house.room(0, false);
        caller.create("/c", 0);
        house.propose();
        assertThat(house.inFlight).isEmpty();

        house.room(House.AMPLE_ROOM_BYTES, false);
        house.settle();
        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0", "3:0");
    }

    private void next() {
        house.machine.lead(2, Zxid.of(2, 100));
        house.room(House.AMPLE_ROOM_BYTES, false);
    }
}
