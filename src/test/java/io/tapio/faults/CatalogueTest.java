package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue of faults is complete, and honest about what is open. */
class CatalogueTest {
    private static final int COVERED_MIN = 80;

    private static Catalogue catalogue;
    private static Witnesses witnesses;

    @BeforeAll
    static void read() throws IOException {
        catalogue = Catalogue.read();
        witnesses = Witnesses.find(Faults.CLASSES, Faults.SOURCES);
    }

    private static List<String> ids() {
        return catalogue.faults().stream().map(CataloguedFault::id).toList();
    }

    @Test
    void everyFaultIsInIt() {
        var ids = new ArrayList<String>();
        int[][] ranges = {{1, 19}, {20, 43}, {50, 63}, {70, 80}, {81, 88}, {90, 104}, {110, 126}};
        for (int[] range : ranges) {
            for (int id = range[0]; id <= range[1]; id++) ids.add("F%02d".formatted(id));
        }
        assertThat(ids()).hasSize(108).isEqualTo(ids);
        assertThat(catalogue.faults())
                .noneMatch(each -> each.scenario().isBlank() || each.expectation().isBlank());
    }

    @Test
    void whateverATestBringsAboutIsInIt() {
        assertThat(new HashSet<>(ids())).containsAll(witnesses.byFault().keySet());
    }

    @Test
    void whatIsNotCoveredHasAReason() {
        for (CataloguedFault each : catalogue.faults()) {
            boolean covered = !witnesses.of(each).isEmpty();
            assertThat(each.open().isPresent())
                    .as("%s is open, and has tests %s", each.id(), witnesses.of(each))
                    .isEqualTo(!covered);
        }
    }

    @Test
    void mostOfItIsCovered() {
        assertThat(new FaultTable(catalogue, witnesses).covered())
                .isGreaterThanOrEqualTo(COVERED_MIN);
    }

    @Test
    void thePageIsWhatTheCommandWrites() throws IOException {
        assertThat(Path.of("docs/faults.md"))
                .as("run tools/faults --write docs/faults.md")
                .hasContent(new FaultTable(catalogue, witnesses).page());
    }

    @Test
    void aFaultHasFailedIfOneOfItsTestsHas(@TempDir Path reports) throws IOException {
        String text =
                """
                <testsuite>
                <testcase name="good(long)[1]" classname="a.OneTest"/>
                <testcase name="good(long)[2]" classname="a.OneTest"/>
                <testcase name="bad" classname="a.OneTest"><failure>no</failure></testcase>
                <testcase name="later" classname="a.OneTest"><skipped/></testcase>
                <testcase name="is-cut.scenario" classname="a.PlaysTest"/>
                </testsuite>
                """;
        Files.writeString(reports.resolve("TEST-a.OneTest.xml"), text);
        var read = Reports.read(reports);

        assertThat(read.of(new Witness("a.OneTest", "good"))).isEqualTo(Outcome.PASSED);
        assertThat(read.of(new Witness("a.OneTest", "goo"))).isEqualTo(Outcome.NOT_RUN);
        assertThat(read.of(new Witness("a.OneTest", "bad"))).isEqualTo(Outcome.FAILED);
        assertThat(read.of(new Witness("a.OneTest", "later"))).isEqualTo(Outcome.NOT_RUN);
        assertThat(read.of(new Witness("a.OneTest", ""))).isEqualTo(Outcome.FAILED);
        assertThat(read.of(new Witness("a", "is-cut.scenario"))).isEqualTo(Outcome.PASSED);
    }

    private abstract static class AContract {}

    private static final class KeepsIt extends AContract {}

    @Test
    void aTestOfAContractHasRunIfItRanForAClassThatKeepsIt() {
        var inContract = new Witness(AContract.class.getName(), "holds");

        assertThat(inContract.isMeantBy(KeepsIt.class.getName(), "holds()")).isTrue();
        assertThat(inContract.isMeantBy(KeepsIt.class.getName(), "other()")).isFalse();
        assertThat(inContract.isMeantBy(CatalogueTest.class.getName(), "holds()")).isFalse();
    }
}
