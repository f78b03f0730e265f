package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.ApacheServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.util.ConfigUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code /zookeeper/config} tells clients. So it is with Apache ZooKeeper, whose members
 * differ, however, after a start behind an administrator's change.
 */
@Timeout(240)
class ConfigNodeTest {
    private static final int SESSION_TIMEOUT_MS = 20_000;
    private static final String PATH = "/zookeeper/config";

    static {
        ApacheServer.quieten();
    }

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    private static Blueprint brisk() {
        return Blueprint.of(3)
                .with("tickTime", 500)
                .with("snapCount", 100)
                .with("DigestAuthenticationProvider.superDigest", ApacheServer.SUPER_DIGEST);
    }

    private static ZooKeeper connect(String members) throws Exception {
        var config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        return new ZooKeeper(members, SESSION_TIMEOUT_MS, event -> {}, config);
    }

    private static String expected(EnsembleProcesses ensemble) {
        return ensemble.configuredServers() + "version=0";
    }

    private static void assertTold(EnsembleProcesses ensemble) throws Exception {
        for (MemberProcess each : ensemble.running()) {
            try (var client = connect(each.hostPort())) {
                var stat = new Stat();
                var text = new String(client.getConfig(false, stat), StandardCharsets.UTF_8);

                assertThat(text).as(each.toString()).isEqualTo(expected(ensemble));
                assertThat(stat.getVersion()).isEqualTo(-1);
                assertThat(stat.getAversion()).isEqualTo(-1);
                assertThat(stat.getMzxid()).isZero();
                assertThat(stat.getDataLength()).isEqualTo(text.length());
            }
        }
    }

    @Test
    void everyMemberTellsTheSameBeforeAndAfterFailOverAndAStartFromASnapshot() throws Exception {
        var ensemble = ensembles.started(brisk().withObservers(1));
        assertTold(ensemble);

        var first = ensemble.leader();
        first.kill();
        ensemble.awaitServing();
        assertTold(ensemble);
        try (var history = History.at(ensemble.running(), History.Pace.GENTLE, "after")) {
            history.awaitProgress(300);
            history.check(ensemble);
        }

        first.start().awaitServing();
        ensemble.killAll();
        ensemble.start();
        assertTold(ensemble);
    }

    @Test
    void aClientTakesItsServersFromIt() throws Exception {
        var ensemble = ensembles.started(brisk());
        var leader = ensemble.leader();
        try (var client = connect(leader.hostPort())) {
            var text = new String(client.getConfig(false, null), StandardCharsets.UTF_8);
            var told = ConfigUtils.getClientConfigStr(text).split(" ", 2);
            assertThat(told[0]).isEqualTo("0");
            assertThat(told[1].split(","))
                    .containsExactlyInAnyOrderElementsOf(
                            ensemble.members().stream()
                                    .map(MemberProcess::hostPort)
                                    .collect(Collectors.toList()));

            client.updateServerList(told[1]);
            leader.kill();
            ensemble.awaitServing();
            while (true) {
                try {
                    assertThat(client.exists(PATH, false)).isNotNull();
                    break;
                } catch (org.apache.zookeeper.KeeperException.ConnectionLossException again) {
                    assertThat(client.getState().isAlive()).isTrue();
                }
            }
        }
    }

    @Test
    void aWatchTellsWhenAnAdministratorOverwritesItAndAStartSetsItRight() throws Exception {
        var ensemble = ensembles.started(brisk());
        BlockingQueue<WatchedEvent> heard = new LinkedBlockingQueue<>();
        var other = ensemble.follower();
        try (var watching = connect(other.hostPort());
                var admin = connect(ensemble.leader().hostPort())) {
            watching.getConfig(heard::add, null);
            admin.addAuthInfo("digest", "super:adminpw".getBytes(StandardCharsets.UTF_8));
            admin.setData(PATH, "mine".getBytes(StandardCharsets.UTF_8), -1);

            var event = heard.poll(20, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            assertThat(event.getPath()).isEqualTo(PATH);
            assertThat(new String(watching.getConfig(false, null), StandardCharsets.UTF_8))
                    .isEqualTo("mine");
        }
        ensemble.killAll();
        ensemble.start();
        assertTold(ensemble);
    }
}
