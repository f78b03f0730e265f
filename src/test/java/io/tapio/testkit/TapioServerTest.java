package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapioServerTest {

    @Test
    void severalLiveSideBySideAndShareNothing() throws Exception {
        try (var one = TapioServer.start();
                var other = TapioServer.start();
                var first = Clients.connected(one.connectString());
                var second = Clients.connected(other.connectString())) {
            Clients.create(first, "/mine", CreateMode.PERSISTENT);

            assertThat(one.port()).isNotEqualTo(other.port());
            assertThat(Clients.has(first, "/mine")).isTrue();
            assertThat(Clients.has(second, "/mine")).isFalse();
            assertThat(one.role()).isEqualTo(Role.LEADER);
        }
    }

    @Test
    void whatWasAcknowledgedOutlivesAKillInMemory() throws Exception {
        try (var server = TapioServer.start()) {
            int port = server.port();
            try (var client = Clients.connected(server.connectString())) {
                Clients.create(client, "/kept", CreateMode.PERSISTENT);
            }

            server.kill();
            assertThat(server.role()).isEqualTo(Role.DOWN);
            server.restart();

            assertThat(server.port()).isEqualTo(port);
            try (var client = Clients.connected(server.connectString())) {
                assertThat(Clients.has(client, "/kept")).isTrue();
            }
        }
    }

    @Test
    void whatLiesInAFolderIsThereForTheNextServer(@TempDir Path folder) throws Exception {
        try (var server = TapioServer.start(Setup.inFolder(folder));
                var client = Clients.connected(server.connectString())) {
            Clients.create(client, "/kept", CreateMode.PERSISTENT);
            server.kill();
            server.restart();
        }
        try (var server = TapioServer.start(Setup.inFolder(folder));
                var client = Clients.connected(server.connectString())) {
            assertThat(Clients.has(client, "/kept")).isTrue();
        }
    }

    @Test
    void anExpiredSessionIsToldSoAndItsEphemeralsAreGone() throws Exception {
        try (var server = TapioServer.start();
                var client = Clients.connected(server.connectString());
                var other = Clients.connected(server.connectString())) {
            Clients.create(client, "/mine", CreateMode.EPHEMERAL);

            server.expire(client.getSessionId());

            assertThat(Clients.has(other, "/mine")).isFalse();
            Clients.awaitState(client, ZooKeeper.States.CLOSED);
            assertThat(other.getState()).isEqualTo(ZooKeeper.States.CONNECTED);
        }
    }

    @Test
    void timePassesForSessionsWhoseClientsAreGoneAndForNoOther() throws Exception {
        try (var server = TapioServer.start();
                var client = Clients.connected(server.connectString());
                var gone = Clients.connected(server.connectString())) {
            Clients.create(gone, "/mine", CreateMode.EPHEMERAL);
            long session = gone.getSessionId();
            disconnect(gone);

            await().atMost(Clients.SOON)
                    .until(
                            () -> {
                                server.advance(Duration.ofMillis(2L * Clients.SESSION_MS));
                                return !Clients.has(client, "/mine");
                            });

            assertThat(session).isNotZero();
            assertThat(client.getState()).isEqualTo(ZooKeeper.States.CONNECTED);
        }
    }

    /** The client goes without closing its session. */
    private static void disconnect(ZooKeeper client) throws Exception {
        var field = ZooKeeper.class.getDeclaredField("cnxn");
        field.setAccessible(true);
        Object connection = field.get(client);
        var disconnect = connection.getClass().getDeclaredMethod("disconnect");
        disconnect.setAccessible(true);
        disconnect.invoke(connection);
    }

    @Test
    void timePassesForTtlZnodesAndContainers() throws Exception {
        Setup withTtl = Setup.inMemory().with("extendedTypesEnabled", "true");
        try (var server = TapioServer.start(withTtl);
                var client = Clients.connected(server.connectString())) {
            long dayMs = Duration.ofDays(1).toMillis();
            client.create(
                    "/day",
                    new byte[0],
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT_WITH_TTL,
                    new Stat(),
                    dayMs);
            Clients.create(client, "/box", CreateMode.CONTAINER);
            Clients.create(client, "/box/child", CreateMode.PERSISTENT);
            client.delete("/box/child", -1);

            server.advance(Duration.ofHours(23));
            assertThat(Clients.has(client, "/day")).isTrue();
            assertThat(Clients.has(client, "/box")).isFalse();

            server.advance(Duration.ofHours(2));
            assertThat(Clients.has(client, "/day")).isFalse();
        }
    }

    @Test
    void aSlowDiskDelaysWritesAndNoReads() throws Exception {
        try (var server = TapioServer.start();
                var reader = Clients.connected(server.connectString());
                var client = Clients.connected(server.connectString())) {
            server.slowDisk(Duration.ofHours(1));
            var written = new CompletableFuture<Integer>();
            client.create(
                    "/slow",
                    new byte[0],
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT,
                    (code, path, context, name) -> written.complete(code),
                    null);
            assertThat(Clients.has(reader, "/zookeeper")).isTrue();

            assertThat(written).isNotDone();
            server.kill();
            server.slowDisk(Duration.ZERO);
            server.restart();
            assertThat(written.get(30, TimeUnit.SECONDS)).as("the outcome was open").isNotZero();
        }
    }

    @Test
    void aPausedServerSaysNothingAndGoesOnWhereItWas() throws Exception {
        try (var server = TapioServer.start();
                var client = Clients.connected(server.connectString())) {
            Clients.create(client, "/mine", CreateMode.EPHEMERAL);
            server.pause();
            assertThat(server.role()).isEqualTo(Role.PAUSED);
            var answered = new CompletableFuture<Integer>();
            client.exists("/mine", false, (code, path, ctx, stat) -> answered.complete(code), null);

            assertThat(answered).isNotDone();
            server.resume();

            assertThat(answered.get(30, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAReason() {
        assertThatThrownBy(() -> TapioServer.start(Setup.inMemory().with("tickTime", "soon")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tickTime");
        assertThatThrownBy(() -> Setup.inMemory().with("server.1", "here"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
