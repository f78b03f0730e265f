package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.FourLetters;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.Setup;
import io.tapio.testkit.TapioServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who wait for the same, and much in one place. */
@Timeout(90)
class CrowdsTest {
    private static final int WATCHERS = Integer.getInteger("tapio.faults.watchers", 300);
    private static final int CHANGES = 40;
    private static final int RECURSIVE = 1;

    private TapioServer server;
    private InetSocketAddress address;
    private RawClient writer;

    @BeforeEach
    void serve() {
        server = TapioServer.start(Setup.inMemory().with("4lw.commands.whitelist", "*"));
        address = Guest.at(server);
        writer = RawClient.connect(address);
    }

    @AfterEach
    void end() {
        writer.close();
        server.close();
    }

    private List<RawClient> watchers(RawRequest watch) {
        var watchers = new ArrayList<RawClient>();
        for (int i = 0; i < WATCHERS; i++) {
            var each = RawClient.connect(address);
            assertThat(each.call(watch).ok()).isTrue();
            watchers.add(each);
        }
        return watchers;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Test
    @Fault("F101")
    void allWhoWatchOneZnodeHearOfItsChangeSoon() {
        writer.create("/hot", "");
        var watchers = watchers(RawRequest.getData("/hot", true));

        long began = System.nanoTime();
        assertThat(writer.setData("/hot", "new").ok()).isTrue();
        assertThat(since(began)).isLessThan(Duration.ofSeconds(1));
        watchers.forEach(each -> assertThat(each.event().path()).isEqualTo("/hot"));

        assertThat(since(began)).isLessThan(Duration.ofSeconds(2));
        watchers.forEach(RawClient::close);
    }

    @Test
    @Fault("F101")
    void allWhoWatchATreeHearOfAllThatHappensInItAndWritesGoOn() {
        writer.create("/tree", "");
        var watchers = watchers(RawRequest.addWatch("/tree", RECURSIVE));

        Duration slowest = Duration.ZERO;
        for (int i = 0; i < CHANGES; i++) {
            long began = System.nanoTime();
            assertThat(writer.create("/tree/n" + i, "").ok()).isTrue();
            if (since(began).compareTo(slowest) > 0) slowest = since(began);
        }
        long done = System.nanoTime();
        for (RawClient each : watchers) {
            for (int i = 0; i < CHANGES; i++) {
                assertThat(each.event().path()).isEqualTo("/tree/n" + i);
            }
            each.close();
        }
        System.out.printf(
                "%,d events; slowest write %d ms, last event %d ms after it%n",
                WATCHERS * CHANGES, slowest.toMillis(), since(done).toMillis());
        assertThat(slowest).isLessThan(Duration.ofSeconds(1));
        assertThat(since(done)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    @Fault("F102")
    void tenThousandChildrenComeInOneReply() {
        writer.create("/parent", "");
        for (int batch = 0; batch < 10; batch++) {
            int first = batch * 1_000;
            var creates =
                    IntStream.range(first, first + 1_000)
                            .mapToObj(i -> created("/parent/child-" + i))
                            .toList();
            assertThat(writer.call(RawRequest.multi(creates)).ok()).isTrue();
        }
        var names = writer.getChildren("/parent").result(RawResult.Names.class).names();
        assertThat(names).hasSize(10_000);
    }

    private static RawRequest created(String path) {
        return RawRequest.create(path, Octets.EMPTY, RawAcl.OPEN, 0);
    }

    @Test
    @Fault("F119")
    void aFloodOfHeavyWordsIsBoundedAndHoldsNobodyUp() throws Exception {
        try (var watching = RawClient.connect(address)) {
            for (int part = 0; part < 10; part++) {
                watching.call(RawRequest.setWatches(0, List.of(), longPaths(part), List.of()));
            }
            long slowest = 0;
            try (var threads = Executors.newFixedThreadPool(4)) {
                var floods = new ArrayList<Future<Long>>();
                for (String word : List.of("wchp", "wchc", "dump", "cons")) {
                    floods.add(threads.submit(() -> flood(word)));
                }
                while (!floods.stream().allMatch(Future::isDone)) {
                    long began = System.nanoTime();
                    assertThat(writer.setData("/", "x").ok()).isTrue();
                    slowest = Math.max(slowest, since(began).toMillis());
                }
                for (var each : floods) assertThat(each.get()).isLessThan(8 << 20);
            }
            System.out.printf("slowest write beside heavy words: %d ms%n", slowest);
            assertThat(slowest).isLessThan(2_000);
        }
    }

    private static List<String> longPaths(int part) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "/" + part + "-" + i + "y".repeat(900))
                .toList();
    }

    /** The longest answer. */
    private long flood(String word) {
        long longest = 0;
        for (int i = 0; i < 25; i++) {
            longest = Math.max(longest, FourLetters.ask(address, word).length());
        }
        return longest;
    }
}
