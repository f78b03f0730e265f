package io.tapio.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.testkit.ApacheServer;
import io.tapio.testkit.FourLetters;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.ServerUnderTest;
import io.tapio.testkit.TapioUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the same requests, Tapio and Apache ZooKeeper say the same in four letters. */
final class FourLetterWordsTest {
    private static final int EPHEMERAL = 1;
    private static final int PERSISTENT_WATCH = 0;
    private static final int RECURSIVE_WATCH = 1;
    private static final String MASK_BYTES = "\0\0\0\0\0\0\1\1";
    private static final String DEFAULT_MASK_BYTES = "\0\0\0\0\0\0\1\62";

    private static Side apache;
    private static Side tapio;

    @BeforeAll
    static void bothServe(@TempDir Path dir) {
        apache = new Side(ApacheServer.start(dir.resolve("apache"), Map.of()));
        tapio =
                new Side(
                        TapioUnderTest.start(
                                dir.resolve("tapio"), Map.of("4lw.commands.whitelist", "*")));
    }

    @AfterAll
    static void bothStop() {
        apache.close();
        tapio.close();
    }

    /** A server with two clients that have done something. */
    private static final class Side implements AutoCloseable {
        private final ServerUnderTest server;
        private final RawClient first;
        private final RawClient second;

        Side(ServerUnderTest server) {
            this.server = server;
            this.first = RawClient.connect(server.address());
            this.second = RawClient.connect(server.address());
            create("/app", 0);
            create("/app/eph", EPHEMERAL);
            create("/app/eph2", EPHEMERAL);
            create("/zookeeper/quota/app", 0);
            createWith("/zookeeper/quota/app/zookeeper_limits", "count=50,bytes=1000");
            createWith("/zookeeper/quota/app/zookeeper_stats", "count=3,bytes=9");
            first.call(RawRequest.exists("/nowhere", true));
            first.call(RawRequest.getChildren("/app", true));
            first.call(RawRequest.addWatch("/persistent", PERSISTENT_WATCH));
            first.call(RawRequest.addWatch("/recursive", RECURSIVE_WATCH));
            first.call(RawRequest.getData("/app", true));
            second.call(RawRequest.getData("/app", true));
            second.call(RawRequest.ping());
        }

        private void create(String path, int flags) {
            first.call(RawRequest.create(path, Octets.text("abc"), RawAcl.OPEN, flags));
        }

        private void createWith(String path, String data) {
            first.call(RawRequest.create(path, Octets.text(data), RawAcl.OPEN, 0));
        }

        String ask(String word) {
            String text = FourLetters.ask(server.address(), word);
            return text.replace("0x" + Long.toHexString(first.sessionId()), "FIRST")
                    .replace("0x" + Long.toHexString(second.sessionId()), "SECOND");
        }

        @Override
        public void close() {
            first.close();
            second.close();
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ruok", "isro", "gtmk", "hash", "wchs", "crst", "srst"})
    void are_answered_byte_for_byte(String word) {
        assertThat(tapio.ask(word)).isEqualTo(apache.ask(word));
    }

    @Test
    void the_trace_mask_is_kept() {
        for (String word :
                List.of("stmk" + MASK_BYTES, "gtmk", "stmk" + DEFAULT_MASK_BYTES, "gtmk")) {
            assertThat(tapio.ask(word)).isEqualTo(apache.ask(word));
        }
    }

    @Test
    void a_line_may_end_behind_the_word() {
        assertThat(tapio.ask("ruok\n")).isEqualTo(apache.ask("ruok\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"srvr", "stat"})
    void servers_are_alike_but_for_what_is_measured(String word) {
        assertThat(sortedRuns(measured(tapio.ask(word)), " /"))
                .isEqualTo(sortedRuns(measured(apache.ask(word)), " /"));
    }

    @Test
    void the_version_can_be_parsed_as_ZooKeepers() {
        assertThat(tapio.ask("srvr").lines().findFirst().orElseThrow())
                .matches(
                        "Zookeeper version: \\d+\\.\\d+\\.\\d+-tapio-[^,]+,"
                                + " built on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC");
    }

    @Test
    void connections_are_alike_but_for_what_is_measured() {
        assertThat(sortedRuns(measured(tapio.ask("cons")), " /"))
                .isEqualTo(sortedRuns(measured(apache.ask("cons")), " /"));
        for (Side side : List.of(tapio, apache)) side.ask("crst");
        assertThat(sortedRuns(measured(tapio.ask("cons")), " /"))
                .isEqualTo(sortedRuns(measured(apache.ask("cons")), " /"));
    }

    private static String measured(String text) {
        return text.replaceAll("(?<=version: ).*", "V")
                .replaceAll("127.0.0.1:\\d+\\[\\d]", "ADDRESS")
                .replaceAll("(?<=est=|lresp=|llat=|minlat=|avglat=|maxlat=)\\d+", "MS")
                .replaceAll("(?<=lzxid=0x)(?!f{16})[0-9a-f]+", "ZXID")
                .replaceAll("(?<=Zxid: )0x[0-9a-f]+", "ZXID")
                .replaceAll("(?<=max: ).*", "MS")
                .replaceAll("(?<=Received: |Sent: )\\d+", "N");
    }

    @Test
    void dumps_hold_the_same() {
        assertThat(dumped(tapio.ask("dump"))).isEqualTo(dumped(apache.ask("dump")));
    }

    /** Both group by times to expire, but not by the same times. */
    private static List<String> dumped(String text) {
        String expiry = "\\d+ expire at \\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\w+ \\d{4}:";
        String alike =
                text.replaceAll("(?m)^" + expiry + "\\n", "")
                        .replaceAll("Sets \\(\\d+\\)", "Sets (N)")
                        .replaceAll("127.0.0.1:\\d+", "ADDRESS");
        return sortedRuns(alike, "\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wchc", "wchp"})
    void watches_are_the_same_in_any_order(String word) {
        assertThat(groups(tapio.ask(word))).isEqualTo(groups(apache.ask(word)));
    }

    /** What belongs to each heading, and whether the empty line ends the text. */
    private static Map<String, TreeSet<String>> groups(String text) {
        var groups = new LinkedHashMap<String, TreeSet<String>>();
        String heading = "";
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith("\t")) heading = line;
            groups.computeIfAbsent(heading, h -> new TreeSet<>()).add(line);
        }
        return groups;
    }

    @Test
    void configurations_have_the_same_keys_in_the_same_order() {
        Pattern own = Pattern.compile("(?m)(?<=^(clientPort|data[A-Za-z]{3,7})=).*");
        assertThat(own.matcher(tapio.ask("conf")).replaceAll("OWN"))
                .isEqualTo(own.matcher(apache.ask("conf")).replaceAll("OWN"));
    }

    @Test
    void directories_have_the_same_form() {
        assertThat(tapio.ask("dirs").replaceAll("[1-9]\\d*", "N"))
                .isEqualTo(apache.ask("dirs").replaceAll("[1-9]\\d*", "N"));
    }

    @Test
    void environments_are_the_same_but_for_version_and_free_memory() {
        Pattern own = Pattern.compile("(?m)(?<=^(zookeeper.version|os.memory.[a-z]{3,5})=).*");
        assertThat(own.matcher(tapio.ask("envi")).replaceAll("OWN"))
                .isEqualTo(own.matcher(apache.ask("envi")).replaceAll("OWN"));
    }

    @Test
    void every_figure_has_a_name_that_ZooKeeper_knows() {
        assertThat(figures(tapio.ask("mntr")).keySet())
                .filteredOn(key -> !key.startsWith("zk_tapio_"))
                .isSubsetOf(figures(apache.ask("mntr")).keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zk_server_state",
                "zk_znode_count",
                "zk_watch_count",
                "zk_ephemerals_count",
                "zk_approximate_data_size",
                "zk_global_sessions",
                "zk_local_sessions",
                "zk_num_alive_connections",
                "zk_outstanding_requests",
                "zk_auth_failed_count",
                "zk_max_file_descriptor_count",
                "zk_connection_rejected",
                "zk_app_quota_count_limit_per_namespace",
                "zk_app_quota_count_usage_per_namespace",
                "zk_app_quota_bytes_limit_per_namespace",
                "zk_app_quota_bytes_usage_per_namespace"
            })
    void figures_that_are_not_measured_are_equal(String key) {
        assertThat(figures(tapio.ask("mntr")))
                .containsEntry(key, figures(apache.ask("mntr")).getOrDefault(key, "none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zk_cnt_fsynctime",
                "zk_cnt_dbinittime",
                "zk_bytes_received_count",
                "zk_uptime",
                "zk_open_file_descriptor_count"
            })
    void figures_that_are_measured_are_there(String key) {
        assertThat(figures(tapio.ask("mntr")).getOrDefault(key, "none")).matches("[1-9]\\d*");
    }

    private static Map<String, String> figures(String text) {
        var figures = new LinkedHashMap<String, String>();
        for (String line : text.split("\n")) {
            String[] parts = line.split("\t", -1);
            assertThat(parts).as(line).hasSize(2);
            figures.put(parts[0], parts[1]);
        }
        return figures;
    }

    @Test
    @Fault("F119")
    void only_harmless_words_are_answered_unless_others_are_allowed(@TempDir Path dir) {
        try (var careful = TapioUnderTest.start(dir, Map.of())) {
            for (String word : List.of("ruok", "srvr", "stat", "mntr", "conf", "isro")) {
                assertThat(FourLetters.ask(careful.address(), word)).doesNotContain("whitelist");
            }
            for (String word : List.of("cons", "dump", "envi", "wchc", "crst", "hash", "gtmk")) {
                assertThat(FourLetters.ask(careful.address(), word))
                        .isEqualTo(word + " is not executed because it is not in the whitelist.\n");
            }
        }
    }

    /** The lines in their order, but runs of those that begin alike sorted. */
    private static List<String> sortedRuns(String text, String begin) {
        var lines = new ArrayList<String>();
        var run = new ArrayList<String>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(begin)) {
                run.add(line);
            } else {
                run.sort(Comparator.naturalOrder());
                lines.addAll(run);
                run.clear();
                lines.add(line);
            }
        }
        return lines;
    }
}
