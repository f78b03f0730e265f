package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionTable;
import io.tapio.state.StateSettings;
import io.tapio.tree.OwnerRules;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class StateDumpTest {

    @Test
    void ephemerals_stand_below_their_sessions() {
        var sessions = List.of(new SessionId(0x10a), new SessionId(0x10b));

        assertThat(
                        Texts.of(
                                out ->
                                        StateDump.writeEphemerals(
                                                sessions,
                                                id -> List.of(Bytes.utf8("/of/" + id)),
                                                out)))
                .isEqualTo(
                        """
                        ephemeral nodes dump:
                        Sessions with Ephemerals (2):
                        0x10a:
                        \t/of/0x10a
                        0x10b:
                        \t/of/0x10b
                        """);
    }

    @Test
    void a_learner_knows_how_long_sessions_may_be_silent_but_not_when_they_are_due() {
        var table = new SessionTable(2000);
        table.created(new SessionId(0x20b), 8000);
        table.created(new SessionId(0x10a), 4000);

        assertThat(Texts.of(out -> StateDump.writeTimeouts(table.all(), out)))
                .isEqualTo("Global Sessions(2):\n0x10a\t4000ms\n0x20b\t8000ms\n");
    }

    @Test
    void sessions_that_one_member_alone_knows_come_first() {
        var local = new SessionTable(2000);
        local.created(new SessionId(0x10a), 4000);

        assertThat(sessions(Optional.of(local), false))
                .containsExactly(
                        "SessionTracker dump:",
                        "Local Session Sets (1)/(1):",
                        "1 expire at Thu Jan 01 00:00:06 UTC 1970:",
                        "\t0x10a",
                        "Global Session Sets (0)/(0):");
        assertThat(sessions(Optional.of(local), true)).endsWith("\t0x10a", "Global Sessions(0):");
    }

    @Test
    void where_the_ensemble_knows_all_sessions_they_need_no_name() {
        assertThat(sessions(Optional.empty(), false))
                .containsExactly("SessionTracker dump:", "Session Sets (0)/(0):");
    }

    private static List<String> sessions(Optional<SessionTable> locals, boolean learner) {
        var settings =
                new StateSettings(
                        2_000,
                        4_000,
                        40_000,
                        OwnerRules.DEFAULT,
                        false,
                        100_000,
                        0,
                        60_000,
                        10_000,
                        0);
        var state = ReplicatedState.fresh(settings);
        var dump = new StateDump(state, locals, 0, ZoneId.of("UTC"));
        return Texts.of(out -> dump.write(learner, out))
                .lines()
                .takeWhile(line -> !line.startsWith("ephemeral"))
                .toList();
    }

    @Test
    void digests_stand_behind_the_zxid_in_hex() {
        var marks =
                List.of(
                        new DigestMark(new Zxid(0x80), 6333707281L),
                        new DigestMark(new Zxid(0x100), -1));

        assertThat(Texts.of(out -> StateDump.writeDigests(marks, out)))
                .isEqualTo("80: 6333707281\n100: -1\n");
    }
}
