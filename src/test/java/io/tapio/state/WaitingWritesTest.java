package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.auth.Requester;
import io.tapio.model.SessionId;
import io.tapio.wire.Frames;
import org.junit.jupiter.api.Test;

class WaitingWritesTest {
    private static final int FULL_BYTES = 100_000;
    private static final int FRAME_BYTES = 9_000;

    private final WaitingWrites waiting = new WaitingWrites(FULL_BYTES);

    @Test
    void whatConnectionsThatAreGoneLeftBehindIsBounded() {
        var living = conversation();
        waiting.add(write(living));
        for (int i = 0; i < 1_000; i++) {
            var gone = conversation();
            waiting.add(write(gone));
            gone.end();
            assertThat(waiting.count()).isLessThanOrEqualTo(12);
        }

        assertThat(waiting.first().asker()).isSameAs(living);
    }

    @Test
    void whatLivingConnectionsHaveWaitingIsKeptInItsOrder() {
        var askers = new Conversation[50];
        for (int i = 0; i < askers.length; i++) {
            askers[i] = conversation();
            waiting.add(write(askers[i]));
        }

        assertThat(waiting.isFull()).isTrue();
        for (Conversation asker : askers) {
            assertThat(waiting.first().asker()).isSameAs(asker);
            waiting.removeFirst();
        }
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.isFull()).isFalse();
    }

    @Test
    void whenTooMuchWaitsANewSessionIsTurnedAway() {
        var house = new House();
        var caller = house.client();
        house.room(0, false);
        for (int i = 0; i < 40; i++) {
            caller.sendRaw(1, Caller.bytes("x".repeat(1 << 20)));
        }

        var late = house.opening();

        assertThat(late.takeDeliveries()).containsExactly(new Delivery.NoRoom());
    }

    private static Conversation conversation() {
        return new Conversation(new SessionId(1), delivery -> {});
    }

    private static Write write(Conversation asker) {
        var frames = new Frames(new byte[FRAME_BYTES]);
        frames.add(0, FRAME_BYTES);
        return new Write.Requests(asker, Requester.NOBODY, frames, 0, 1);
    }
}
