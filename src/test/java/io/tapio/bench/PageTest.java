package io.tapio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.bench.client.Complaints;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page tells everything, and what it shows cannot break it. */
class PageTest {
    private static Report report(String label, List<Result> results) {
        return new Report(
                Report.FORMAT,
                label,
                "now",
                Machine.here(),
                List.of(),
                true,
                true,
                List.of(),
                results);
    }

    private static int ends(String page) {
        return page.split("</script>", -1).length;
    }

    @Test
    void whatIsWrongIsInIt() {
        var complaints = new Complaints();
        complaints.add("a lie");
        var result = new ResultBuilder(new Step.Load(Op.GET, 2, 3)).build(complaints);

        assertThat(Page.of(List.of(report("x", List.of(result)))))
                .contains("\"wrongs\":1,\"wrong\":[\"a lie\"]")
                .contains("\"shape\":\"2 x 3\"");
    }

    @Test
    void twoRunsAreInOnePage() {
        assertThat(Page.of(List.of(report("one", List.of()), report("other", List.of()))))
                .contains("\"label\":\"one\"")
                .contains("\"label\":\"other\"");
    }

    @Test
    void noLabelEndsTheScript() {
        var nasty = Page.of(List.of(report("</script><b>", List.of())));

        assertThat(ends(nasty)).isEqualTo(ends(Page.of(List.of(report("good", List.of())))));
    }
}
