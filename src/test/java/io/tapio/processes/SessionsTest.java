package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawStat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session belongs to the ensemble, not to the member that its client happens to talk to. */
@Timeout(180)
class SessionsTest {
    private static final int EPHEMERAL = 1;
    private static final int NO_NODE = -101;
    private static final int SESSION_MOVED = -118;
    private static final int DATA_CHANGED = 3;

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    private final List<RawClient> clients = new ArrayList<>();
    private EnsembleProcesses ensemble;

    @BeforeEach
    void start() {
        ensemble = ensembles.started(Blueprint.of(3).with("tickTime", 500).with("syncLimit", 10));
    }

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
    }

    private RawClient connect(MemberProcess member, Handshake.Request handshake) {
        var client = RawClient.connect(member.address(), handshake);
        clients.add(client);
        return client;
    }

    private RawClient fresh(MemberProcess member, int timeoutMs) {
        return connect(member, Handshake.Request.fresh().withTimeoutMs(timeoutMs));
    }

    private RawClient reattach(MemberProcess member, RawClient before) {
        var handshake = Handshake.Request.reattach(before.sessionId(), before.password());
        return connect(member, handshake.withTimeoutMs(10_000).withLastZxidSeen(before.lastZxid()));
    }

    /** The node as this member knows it once it knows all that has been acknowledged. */
    private Optional<RawStat> find(String path, MemberProcess member) {
        try (var client = RawClient.connect(member.address())) {
            assertThat(client.sync("/").ok()).isTrue();
            var reply = client.exists(path);
            client.closeSession();
            if (reply.err() == NO_NODE) return Optional.empty();
            return Optional.of(reply.stat());
        }
    }

    private static RawClient ok(RawClient client, Incoming.Reply reply) {
        assertThat(reply.ok()).as("%s", reply).isTrue();
        return client;
    }

    @Test
    void anEphemeralIsWithEveryMemberAsLongAsItsSession() {
        for (var home : ensemble.members()) {
            var owner = fresh(home, 10_000);
            var path = "/of-a-client-of-" + home.id();
            ok(owner, owner.create2(path, "", EPHEMERAL));
            for (var member : ensemble.members()) {
                assertThat(find(path, member))
                        .hasValueSatisfying(
                                s -> assertThat(s.ephemeralOwner()).isEqualTo(owner.sessionId()));
            }
            owner.closeSession();
            for (var member : ensemble.members()) assertThat(find(path, member)).isEmpty();
        }
    }

    @Test
    void aSessionMovesAndItsOldConnectionWritesNoMore() {
        var leader = ensemble.leader();
        var follower = ensemble.follower();
        var other = ensemble.otherThan(leader, follower);
        var first = fresh(follower, 10_000);
        ok(first, first.create2("/moving", "", EPHEMERAL));

        var second = reattach(leader, first);
        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        ok(second, second.setData("/moving", "second"));
        writesNothing(first, "/moving");

        var third = reattach(other, second);
        ok(third, third.setData("/moving", "third"));
        writesNothing(second, "/moving");
        assertThat(third.getData("/moving").data().asText()).isEqualTo("third");
        assertThat(third.getData("/moving").stat().version()).isEqualTo(2);
    }

    /** The connection is closed, or says that the session has moved. */
    private static void writesNothing(RawClient client, String path) {
        client.send(RawRequest.setData(path, Octets.text("stale"), -1));
        switch (client.next()) {
            case Incoming.Reply reply -> assertThat(reply.err()).isEqualTo(SESSION_MOVED);
            case Incoming.Event event -> throw new AssertionError("nobody watches: " + event);
            case Incoming.Closed closed -> {}
        }
    }

    @Test
    void sessionsOutliveTheirLeaderWithAllTheyOwn() {
        var owners = new ArrayList<RawClient>();
        for (var home : ensemble.members()) {
            var owner = fresh(home, 10_000);
            ok(owner, owner.create2("/of-a-client-of-" + home.id(), "", EPHEMERAL));
            owners.add(owner);
        }

        ensemble.leader().kill();
        var successor = ensemble.leader();

        for (var owner : owners) {
            var again = reattach(successor, owner);
            assertThat(again.sessionId()).isEqualTo(owner.sessionId());
        }
        ensemble.awaitServing();
        for (var home : ensemble.members()) {
            for (var member : ensemble.running()) {
                assertThat(find("/of-a-client-of-" + home.id(), member)).isPresent();
            }
        }
    }

    @Test
    void aSessionNobodyTakesUpExpiresThoughTheLeaderHasChanged() {
        var silent = fresh(ensemble.follower(), 2_000);
        ok(silent, silent.create2("/silent", "", EPHEMERAL));
        silent.close();

        var leader = ensemble.leader();
        leader.kill();
        var successor = ensemble.leader();

        Awaitility.await("the ephemeral goes")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> find("/silent", successor).isEmpty());
        leader.start().awaitServing();
        for (var member : ensemble.members()) assertThat(find("/silent", member)).isEmpty();
    }

    @Test
    void aWatchHearsOfAWriteThroughAnotherMember() {
        var leader = ensemble.leader();
        var writer = fresh(leader, 10_000);
        ok(writer, writer.create("/watched", "old"));
        for (var member : ensemble.followers()) {
            var watcher = fresh(member, 10_000);
            ok(watcher, watcher.sync("/watched"));
            ok(watcher, watcher.call(RawRequest.getData("/watched", true)));

            ok(writer, writer.setData("/watched", "through the leader"));

            var event = watcher.event();
            assertThat(event.type()).isEqualTo(DATA_CHANGED);
            assertThat(event.path()).isEqualTo("/watched");
            assertThat(watcher.getData("/watched").data().asText()).isEqualTo("through the leader");
        }
    }

    @Test
    void aWatchSetAgainElsewhereHearsOfWhatItMissed() {
        var follower = ensemble.follower();
        var watcher = fresh(follower, 10_000);
        ok(watcher, watcher.create("/watched", "old"));
        ok(watcher, watcher.call(RawRequest.getData("/watched", true)));
        watcher.close();
        var writer = fresh(ensemble.leader(), 10_000);
        ok(writer, writer.setData("/watched", "new"));

        var again = reattach(ensemble.otherThan(follower), watcher);
        var seen = watcher.lastZxid();
        again.send(RawRequest.setWatches(seen, List.of("/watched"), List.of(), List.of()));

        var event = again.event();
        assertThat(event.type()).isEqualTo(DATA_CHANGED);
        assertThat(again.getData("/watched").data().asText()).isEqualTo("new");
    }
}
