package io.tapio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.TapioServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Short runs of everything; the tool itself runs longer. */
@Timeout(120)
class ShortBenchTest {
    private static final String BRIEF = "--seconds 0.2 --warmup 0 --nodes 200 --watchers 20";

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String words) {
        var all = new ArrayList<>(List.of((words + " " + BRIEF).split(" ", -1)));
        all.addAll(List.of("--out", "" + folder, "--json", "" + folder.resolve("run.json")));
        return BenchCommand.run(all, new PrintWriter(out), new PrintWriter(err));
    }

    private Report report() throws Exception {
        return Report.read(folder.resolve("run.json"));
    }

    @Test
    void everyWorkloadIsMeasuredAndAllOfItShown() throws Exception {
        try (var server = TapioServer.start()) {
            int exitCode =
                    run(
                            "throughput latency connect fan-out --label a&b --hosts "
                                    + server.connectString());

            assertThat(exitCode).as(out + "\n" + err).isZero();
        }
        var page = Files.readString(folder.resolve("report.html"));
        for (var result : report().results()) {
            assertThat(result.ops()).as(result.name()).isPositive();
            assertThat(result.latency()).as(result.name()).isNotNull();
            assertThat(out.toString())
                    .contains(result.name())
                    .contains(String.format(Locale.ROOT, "%,.0f", result.opsPerSecond()));
            assertThat(page)
                    .contains("\"opsPerSecond\":" + result.opsPerSecond())
                    .contains("\"p999\":" + result.latency().p999())
                    .contains("\"max\":" + result.latency().max());
        }
        assertThat(page).doesNotContain("__DATA__").contains(report().machine().java());
        assertThat(out.toString()).contains("every reply was right");
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        try (var server = TapioServer.start()) {
            assertThat(run("create create-delete set fan-out --hosts " + server.connectString()))
                    .isZero();

            assertThat(Znodes.below("/", server.port())).containsExactly("zookeeper");
        }
    }

    @Test
    void aSteadyRateIsKept() throws Exception {
        try (var server = TapioServer.start()) {
            assertThat(run("get --rate 500 --hosts " + server.connectString())).isZero();
        }
        assertThat(report().results().getFirst().latency().count()).isBetween(95L, 105L);
        assertThat(out.toString()).contains("open loop: 500 operations a second were due");
    }

    @Test
    void twoRunsAreShownSideBySide() throws Exception {
        try (var server = TapioServer.start()) {
            assertThat(run("get --label one --hosts " + server.connectString())).isZero();
        }
        var file = folder.resolve("run.json").toString();

        int exitCode =
                BenchCommand.run(
                        List.of("--compare", file, file, "--out", "" + folder),
                        new PrintWriter(out),
                        new PrintWriter(err));

        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("one  →  one").contains("×1.00");
        assertThat(folder.resolve("compare.html")).exists();
    }

    @Test
    void aServerOfItsOwnIsAskedForItsMemoryAndEnds() throws Exception {
        int exitCode = run("memory --sessions 50 --znodes 500");

        assertThat(exitCode).as(out + "\n" + err).isZero();
        assertThat(report().results().getFirst().kept())
                .extracting(Result.Kept::by)
                .containsExactly("live heap", "live heap");
        assertThat(folder.resolve("servers")).doesNotExist();
    }

    /** Three processes and an election or two: with {@code -Dtapio.bench.failover=true}. */
    @Test
    @EnabledIfSystemProperty(named = "tapio.bench.failover", matches = "true")
    void theGapThatALeadersDeathLeavesIsMeasured() throws Exception {
        assertThat(run("fail-over")).as(out + "\n" + err).isZero();
        assertThat(report().results().getFirst().kills().getFirst().gap()).isPositive();
    }
}
