package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Zxid;
import org.junit.jupiter.api.Test;

class LogRoomTest {
    private final LogRoom room = new LogRoom();

    @Test
    void whatIsOnItsWayTakesRoomUntilItIsDurable() {
        room.update(Zxid.NONE, 10_000, false);
        room.sent(Zxid.of(1, 1), 4_000);
        room.sent(Zxid.of(1, 5), 4_000);
        assertThat(room.fits(1_000)).isFalse();

        room.update(Zxid.of(1, 4), 10_000, false);
        assertThat(room.fits(1_000)).isTrue();
        room.update(Zxid.of(1, 5), 5_000, false);
        assertThat(room.fits(4_000)).isTrue();
        assertThat(room.fits(5_000)).isFalse();
    }

    @Test
    void withNothingOnItsWayWhateverComesFitsOrMakesTheLogGrow() {
        for (int offered = 0; offered < 3_000; offered += 7) {
            var fresh = new LogRoom();
            fresh.update(Zxid.NONE, offered, false);
            for (int bytes = 0; bytes < 4_000; bytes += 13) {
                assertThat(fresh.fits(bytes) || fresh.mustGrowFor(bytes)).isTrue();
            }
        }
    }

    @Test
    void aFullDiskDoesNotGrow() {
        room.update(Zxid.NONE, 100, true);

        assertThat(room.isFull()).isTrue();
        assertThat(room.mustGrowFor(1_000_000)).isFalse();
    }

    @Test
    void whatThatLogHasOfferedBeforeIsWaitedFor() {
        room.update(Zxid.NONE, 10_000, false);
        room.update(Zxid.NONE, 100, false);

        assertThat(room.fits(5_000)).isFalse();
        assertThat(room.mustGrowFor(5_000)).isFalse();
    }
}
