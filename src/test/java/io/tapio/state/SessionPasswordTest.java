package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionPasswordTest {
    @Test
    void thePasswordIsTheOneThatZooKeeperGives() {
        var session = new SessionId(0x0100_0029_6d6b_0000L);

        assertThat(HexFormat.of().formatHex(SessionPassword.of(session).toArray()))
                .isEqualTo("97426e4cd8358fbccdc87a8ee1f54d73");
    }

    @Test
    void thePasswordIsWhatTheDocumentedGeneratorDraws() {
        var ids = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            long id = ids.nextLong();
            byte[] drawn = new byte[16];
            new Random(id ^ 0xB3415C00L).nextBytes(drawn);

            assertThat(SessionPassword.of(new SessionId(id))).isEqualTo(Bytes.wrap(drawn));
        }
    }

    @Test
    void onlyTheWholePasswordMatches() {
        var session = new SessionId(5);
        Bytes password = SessionPassword.of(session);
        byte[] wrong = password.toArray();
        wrong[15]++;

        assertThat(SessionPassword.matches(session, password)).isTrue();
        assertThat(SessionPassword.matches(session, Bytes.wrap(wrong))).isFalse();
        assertThat(SessionPassword.matches(session, password.slice(0, 15))).isFalse();
        assertThat(SessionPassword.matches(session, Bytes.EMPTY)).isFalse();
        assertThat(SessionPassword.matches(session, Bytes.ABSENT)).isFalse();
        assertThat(SessionPassword.matches(new SessionId(6), password)).isFalse();
    }
}
