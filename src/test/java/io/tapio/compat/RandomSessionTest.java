package io.tapio.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.testkit.ServerUnderTest;
import io.tapio.testkit.Servers;
import io.tapio.testkit.TamperingProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison can be trusted: it sees no difference where there is none, and every real one. */
final class RandomSessionTest {
    private static final int STEPS = 400;
    private static final int SEEDS = 6;

    @TempDir Path dir;

    @Test
    void apacheAgreesWithItselfWhateverIsAsked() {
        Tally met = new Tally();
        for (int seed = 1; seed <= SEEDS; seed++) {
            try (ServerUnderTest one = Servers.apache(dir.resolve("one" + seed));
                    ServerUnderTest two = Servers.apache(dir.resolve("two" + seed))) {
                met.addAll(new RandomSession(seed, STEPS).play(one, two));
            }
        }

        assertThat(met.counts().keySet()).contains(everyKindOfAnswer());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 199, 388, 600, 941})
    void aPlantedDifferenceIsFound(int changedFrame) {
        try (ServerUnderTest one = Servers.apache(dir.resolve("one"));
                ServerUnderTest two = Servers.apache(dir.resolve("two"));
                TamperingProxy changed = TamperingProxy.before(two, changedFrame)) {

            assertThatThrownBy(() -> new RandomSession(changedFrame, STEPS).play(one, changed))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Seed " + changedFrame)
                    .hasMessageContaining("The steps before:")
                    .hasMessageContaining("TamperingProxy (second)");
            assertThat(changed.hasChangedAFrame()).isTrue();
        }
    }

    /** Every operation answered well, and with each error that a client can provoke. */
    private static String[] everyKindOfAnswer() {
        return """
                ADD_WATCH 0, ADD_WATCH -5, AUTH 0, AUTH -115, CHECK_WATCHES 0, CHECK_WATCHES -121,
                CHECK_WATCHES -5, CLOSE_SESSION 0, CREATE 0, CREATE -8, CREATE -101, CREATE -102,
                CREATE -108, CREATE -110, CREATE -114, CREATE2 0, CREATE_CONTAINER 0, CREATE_TTL 0,
                CREATE_TTL -8, DELETE 0, DELETE -8, DELETE -101, DELETE -102, DELETE -103,
                DELETE -111, EXISTS 0, EXISTS -101, EXISTS -102, GET_ACL 0, GET_ACL -101,
                GET_ACL -102, GET_ALL_CHILDREN_NUMBER 0, GET_CHILDREN 0, GET_CHILDREN -101,
                GET_CHILDREN -102, GET_CHILDREN2 0, GET_DATA 0, GET_DATA -101, GET_DATA -102,
                GET_EPHEMERALS 0, MULTI 0, MULTI_READ 0, PING 0, RECONFIG -123, REMOVE_WATCHES 0,
                REMOVE_WATCHES -121, REMOVE_WATCHES -5, SASL 0, SET_ACL 0, SET_ACL -102,
                SET_ACL -103, SET_ACL -114, SET_ACL -8, SET_DATA 0, SET_DATA -101, SET_DATA -102,
                SET_DATA -103, SET_DATA -8, SET_WATCHES 0, SET_WATCHES2 0, SYNC 0, WHO_AM_I 0,
                closed, refused, welcome, event 1, event 2, event 3, event 4
                """
                .strip()
                .split(",\\s+");
    }
}
