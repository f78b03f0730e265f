package io.tapio.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.torture.history.HistoryCheck;
import io.tapio.torture.history.HistoryFile;
import io.tapio.torture.history.Linearizability;
import io.tapio.torture.host.Status.Role;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page tells everything, and what it shows cannot break it. */
class PageTest {
    private static final String NASTY = "</script><b>\\\"";

    private final Chronicle chronicle = new Chronicle();

    private String page(String... lines) {
        var history = HistoryFile.parse(Stream.of(lines));
        var verdict = HistoryCheck.judge(history);
        var opinion = Linearizability.judge(history, 1_000);
        var summary =
                new Summary(Wanted.usual(7), "proxies", 9, verdict, opinion, verdict.findings(), 5);
        return Page.of(summary, chronicle, List.of());
    }

    @Test
    void faultsRolesNotesAndComplaintsAreInIt() {
        chronicle.saw(1, Role.FOLLOWER, 0);
        chronicle.saw(1, Role.LEADER, 2_000_000_000L);
        chronicle.saw(1, Role.LEADER, 3_000_000_000L);
        chronicle.add(new Chronicle.Fault(Kind.SLOW_DISK, Set.of(2, 1), "slow", 1, 2, 3));
        chronicle.note(1, "a note");
        chronicle.complain(1, "a complaint");

        assertThat(page())
                .contains("\"role\":\"follower\",\"from\":0.000,\"to\":2.000")
                .contains("\"role\":\"leader\",\"from\":2.000,\"to\":3.000")
                .contains("\"kind\":\"slow-disk\",\"victims\":[1,2]")
                .contains("\"complaints\":[{\"at\":0.000,\"says\":\"a complaint\"}]")
                .contains("\"notes\":[{\"at\":0.000,\"says\":\"a note\"}]");
    }

    @Test
    void findingsAreInItWithTheirEvents() {
        var page =
                page(
                        "{\"do\":\"create\",\"path\":\"/r\",\"zxid\":1,\"made\":\"/r\",\"sent\":1,\"heard\":2}",
                        "{\"do\":\"get\",\"path\":\"/r\",\"zxid\":2,\"got\":\"x\","
                                + "\"stat\":[1,1,0,0,1,0,0],\"sent\":3,\"heard\":4000000000}");
        assertThat(page)
                .contains("\"promise\":\"C4\",\"says\":\"other data are seen")
                .contains("\"at\":4.000}")
                .contains("\"name\":\"C4\"")
                .contains("\"broken\":1");
    }

    @Test
    void nothingThatWasReadEndsTheScript() {
        int ends = page().split("</script>", -1).length;
        chronicle.complain(1, NASTY);
        assertThat(page().split("</script>", -1)).hasSize(ends);
        assertThat(page()).contains("<\\/script><b>\\\\\\\"");
    }
}
