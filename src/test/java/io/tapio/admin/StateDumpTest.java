package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.state.SessionTable;
import java.util.List;
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
    void digests_stand_behind_the_zxid_in_hex() {
        var marks =
                List.of(
                        new DigestMark(new Zxid(0x80), 6333707281L),
                        new DigestMark(new Zxid(0x100), -1));

        assertThat(Texts.of(out -> StateDump.writeDigests(marks, out)))
                .isEqualTo("80: 6333707281\n100: -1\n");
    }
}
