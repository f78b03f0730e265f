package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The raw client understands a server that is not ours. */
final class RawClientTest {
    private ServerUnderTest server;

    @BeforeEach
    void start(@TempDir Path dir) {
        server = ApacheServer.start(dir, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyOperationIsUnderstood() {
        try (RawClient client = RawClient.connect(server.address())) {
            assertThat(client.create("/a", "x").path()).isEqualTo("/a");
            assertThat(client.create2("/a/s-", "", 3).path()).isEqualTo("/a/s-0000000000");
            assertThat(client.createContainer("/box").ok()).isTrue();
            assertThat(client.createTtl("/mortal", 60_000).ok()).isTrue();
            assertThat(client.exists("/a").stat().numChildren()).isEqualTo(1);
            assertThat(client.setData("/a", "yy").stat().version()).isEqualTo(1);
            assertThat(client.getData("/a").data()).isEqualTo(Octets.text("yy"));
            assertThat(client.getChildren("/a").result(RawResult.Names.class).names())
                    .containsExactly("s-0000000000");
            assertThat(client.call(RawRequest.getChildren2("/a", false)).stat().cversion())
                    .isEqualTo(1);
            assertThat(client.call(RawRequest.getAcl("/a")).result(RawResult.AclAndStat.class))
                    .extracting(RawResult.AclAndStat::acl)
                    .isEqualTo(RawAcl.OPEN);
            assertThat(client.call(RawRequest.setAcl("/a", RawAcl.OPEN, 0)).stat().aversion())
                    .isEqualTo(1);
            assertThat(client.call(RawRequest.getAllChildrenNumber("/a")).result())
                    .isEqualTo(new RawResult.Count(1));
            assertThat(client.call(RawRequest.getEphemerals("/a")).result())
                    .isEqualTo(new RawResult.Names(List.of("/a/s-0000000000")));
            assertThat(client.sync("/x").path()).isEqualTo("/x");
            assertThat(client.ping().ok()).isTrue();
            assertThat(client.call(RawRequest.auth("digest", "u:p")).ok()).isTrue();
            RawResult.Identities me =
                    client.call(RawRequest.whoAmI()).result(RawResult.Identities.class);
            assertThat(me.identities()).contains(new RawResult.Identity("digest", "u"));
            assertThat(client.delete("/box").ok()).isTrue();
            assertThat(client.closeSession().ok()).isTrue();
        }
    }

    @Test
    void multisAnswerForEachOfTheirOperations() {
        try (RawClient client = RawClient.connect(server.address())) {
            client.create("/a", "x");

            List<RawResult.OpResult> results =
                    client.multi(
                                    RawRequest.setData("/a", Octets.text("y"), 0),
                                    RawRequest.check("/a", 1),
                                    RawRequest.delete("/a", -1))
                            .result(RawResult.Results.class)
                            .results();

            assertThat(results).extracting(RawResult.OpResult::type).containsExactly(5, 13, 2);
        }
    }

    @Test
    void eventsAreKeptInOrderWithTheRepliesAroundThem() {
        try (RawClient client = RawClient.connect(server.address())) {
            client.call(RawRequest.exists("/a", true));
            client.takeTranscript();

            client.create("/a", "x");

            List<Incoming> received = client.takeTranscript();
            assertThat(received).hasSize(2);
            assertThat(received.get(0)).isInstanceOf(Incoming.Event.class);
            assertThat(received.get(1)).isInstanceOf(Incoming.Reply.class);
            assertThat(client.event().path()).isEqualTo("/a");
        }
    }

    @Test
    void aSessionMovesToASecondConnection() {
        try (RawClient first = RawClient.connect(server.address());
                RawClient second =
                        RawClient.connect(
                                server.address(),
                                Handshake.Request.reattach(first.sessionId(), first.password()))) {

            first.awaitClose();

            assertThat(first.closedByServer()).isTrue();
            assertThat(second.sessionId()).isEqualTo(first.sessionId());
            assertThat(second.ping().ok()).isTrue();
        }
    }

    @Test
    void aClosedConnectionIsToldFromASilentOne() {
        try (RawClient client = RawClient.connect(server.address())) {
            client.send(new RawRequest.Raw(99, Octets.EMPTY));

            assertThat(client.next())
                    .isInstanceOfSatisfying(
                            Incoming.Reply.class, reply -> assertThat(reply.err()).isEqualTo(-6));
            assertThat(client.next()).isInstanceOf(Incoming.Closed.class);
        }
    }
}
