package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryUntilElapsed;
import org.junit.jupiter.api.Test;

/** What Curator's users do with its testing servers, done with these. */
class CuratorWithTestKitTest {
    private static final int PATIENCE_SECONDS = 30;

    private static CuratorFramework client(String connectString) throws Exception {
        var client =
                CuratorFrameworkFactory.builder()
                        .connectString(connectString)
                        .sessionTimeoutMs(10_000)
                        .retryPolicy(new RetryUntilElapsed(PATIENCE_SECONDS * 1000, 20))
                        .build();
        client.start();
        assertThat(client.blockUntilConnected(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    @Test
    void aRestartedServerHasItsClientsBack() throws Exception {
        try (var server = TapioServer.start();
                var client = client(server.connectString())) {
            client.create().forPath("/kept");
            server.stop();
            server.restart();

            assertThat(client.checkExists().forPath("/kept")).isNotNull();
        }
    }

    @Test
    void aLeaderWhoseSessionExpiresGivesWayToTheNext() throws Exception {
        try (var server = TapioServer.start();
                var one = client(server.connectString());
                var other = client(server.connectString());
                var first = new LeaderLatch(one, "/latch");
                var second = new LeaderLatch(other, "/latch")) {
            first.start();
            first.await();
            second.start();

            server.expire(one.getZookeeperClient().getZooKeeper().getSessionId());

            assertThat(second.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientOfAClusterGoesOnWithoutTheLeader() throws Exception {
        try (var cluster = TapioEnsemble.start(3);
                var client = client(cluster.connectString())) {
            var mutex = new InterProcessMutex(client, "/mutex");
            mutex.acquire();

            cluster.kill(cluster.leader());
            cluster.awaitServing();

            mutex.release();
            client.create().forPath("/after");
            assertThat(client.checkExists().forPath("/after")).isNotNull();
        }
    }
}
