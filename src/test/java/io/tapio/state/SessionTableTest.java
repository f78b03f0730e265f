package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTableTest {
    private static final int TICK_MS = 2_000;

    private final SessionTable table = new SessionTable(TICK_MS);

    @ParameterizedTest
    @ValueSource(ints = {1, 1_999, 2_000, 2_001, 4_000, 10_000, 40_000})
    void aSilentSessionExpiresAfterItsTimeoutAndWithinTwoTicksMore(int timeoutMs) {
        var session = table.created(new SessionId(1), timeoutMs);

        int ticks = ticksUntilExpiry(session);

        // It was heard at the earliest just after a tick, at the latest just before the next.
        assertThat((ticks - 1) * TICK_MS).isGreaterThanOrEqualTo(timeoutMs);
        assertThat(ticks * TICK_MS).isLessThanOrEqualTo(timeoutMs + 2 * TICK_MS + TICK_MS - 1);
    }

    @Test
    void aTouchBeginsTheTimeoutAnew() {
        var session = table.created(new SessionId(1), 4_000);
        for (int i = 0; i < 100; i++) {
            assertThat(table.tick()).isEmpty();
            if (i % 2 == 0) table.touch(session);
        }
        table.touch(session);

        assertThat(ticksUntilExpiry(session)).isEqualTo(3);
    }

    @Test
    @Fault("F72")
    void aServerThatSleptExpiresNobody() {
        var session = table.created(new SessionId(1), 4_000);
        table.tick();

        // No ticks, however long: the next one finds the session as it was.
        assertThat(table.tick()).isEmpty();
        table.touch(session);
        assertThat(table.tick()).isEmpty();
    }

    @Test
    void aShorterTimeoutOfAReattachCountsAtOnce() {
        var session = table.created(new SessionId(1), 40_000);
        table.tick();

        table.attached(session, 4_000);

        assertThat(ticksUntilExpiry(session)).isEqualTo(3);
    }

    @Test
    void aLongerTimeoutOfAReattachCountsAtOnce() {
        var session = table.created(new SessionId(1), 4_000);
        table.tick();

        table.attached(session, 40_000);

        assertThat(ticksUntilExpiry(session)).isEqualTo(21);
    }

    @Test
    void aSessionThatChangesItsTimeoutOftenIsLookedAtOncePerTick() {
        var session = table.created(new SessionId(1), 40_000);
        for (int i = 0; i < 10; i++) {
            table.attached(session, 40_000 - 3_000 * i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(table.tick().size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aClosingSessionIsNotExpiredAgainAndAGoneOneNeverIs() {
        var closing = table.created(new SessionId(1), 4_000);
        var gone = table.created(new SessionId(2), 4_000);
        closing.closing = true;
        table.closed(gone.id());

        for (int i = 0; i < 50; i++) {
            assertThat(table.tick()).isEmpty();
        }
    }

    @Test
    void aSessionWhoseCloseWasRefusedIsLookedAtAgain() {
        var session = table.created(new SessionId(1), 4_000);
        ticksUntilExpiry(session);

        assertThat(table.tick()).containsExactly(session);
        table.touch(session);
        assertThat(ticksUntilExpiry(session)).isEqualTo(3);
    }

    @Test
    void aChangeOfLeaderGivesEverySessionItsFullTimeout() {
        var sessions = new ArrayList<SessionEntry>();
        for (int i = 1; i <= 10; i++) {
            sessions.add(table.created(new SessionId(i), 4_000));
        }
        table.tick();
        table.tick();

        table.rest();
        table.tick();
        table.watchOver();

        assertThat(table.tick()).isEmpty();
        assertThat(table.tick()).isEmpty();
        assertThat(table.tick()).containsExactlyInAnyOrderElementsOf(sessions);
    }

    @Test
    void whileItRestsNobodyIsFoundSilent() {
        table.created(new SessionId(1), 4_000);
        table.rest();
        var later = table.created(new SessionId(2), 4_000);
        table.attached(later, 4_000);

        for (int i = 0; i < 20; i++) assertThat(table.tick()).isEmpty();
    }

    @Test
    void theNewestIdOutlivesItsSession() {
        table.created(new SessionId(7), 4_000);
        table.closed(new SessionId(7));

        assertThat(table.lastCreated()).isEqualTo(new SessionId(7));
        assertThat(table.count()).isZero();
    }

    private int ticksUntilExpiry(SessionEntry session) {
        for (int ticks = 1; ticks < 1_000; ticks++) {
            List<SessionEntry> expired = table.tick();
            if (!expired.isEmpty()) {
                assertThat(expired).containsExactly(session);
                return ticks;
            }
        }
        throw new AssertionError("never expired");
    }
}
