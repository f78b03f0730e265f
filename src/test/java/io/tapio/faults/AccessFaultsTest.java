package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.Setup;
import io.tapio.testkit.TapioServer;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those are not told who may not know it, and who is let in where a proof is wanted. */
@Timeout(60)
class AccessFaultsTest {
    private static final int NO_AUTH = -102;
    private static final int AUTH_FAILED = -115;
    private static final int REQUIRES_AUTH = -124;
    private static final String USER = "user:password";

    @ParameterizedTest(name = "mode {0}")
    @Fault("F117")
    @ValueSource(ints = {0, 1})
    void aPersistentWatchTellsNothingOfChildrenThatMayNotBeRead(int mode) { // CVE-2024-23944
        try (var server = TapioServer.start();
                var owner = loggedIn(Guest.at(server));
                var spy = RawClient.connect(Guest.at(server))) {
            var own = List.of(RawAcl.digest(RawAcl.ALL, USER));
            owner.create("/open", "");
            assertThat(spy.call(RawRequest.addWatch("/open", mode)).ok()).isTrue();
            assertThat(spy.call(RawRequest.addWatch("/open/hidden", mode)).ok()).isTrue();
            owner.call(RawRequest.create("/open/hidden", Octets.EMPTY, own, 0));
            owner.call(RawRequest.setData("/open/hidden", Octets.text("x"), -1));
            owner.call(RawRequest.create("/open/hidden/deep", Octets.EMPTY, own, 0));
            owner.delete("/open/hidden/deep");
            owner.delete("/open/hidden");
            owner.create("/open/shown", "");

            spy.sync("/");
            assertThat(spy.events())
                    .isNotEmpty()
                    .noneMatch(event -> String.valueOf(event.path()).contains("hidden"));
        }
    }

    @Test
    @Fault("F117")
    void anAccessListIsForThoseWhoMayReadAndItsHashesForAdministrators() { // CVE-2019-0201
        try (var server = TapioServer.start();
                var owner = loggedIn(Guest.at(server));
                var spy = RawClient.connect(Guest.at(server))) {
            var all = RawAcl.digest(RawAcl.ALL, USER);
            owner.call(RawRequest.create("/shut", Octets.EMPTY, List.of(all), 0));
            var readable = List.of(all, RawAcl.world(RawAcl.READ));
            owner.call(RawRequest.create("/read", Octets.EMPTY, readable, 0));

            assertThat(spy.call(RawRequest.getAcl("/shut")).err()).isEqualTo(NO_AUTH);
            assertThat(acl(spy)).contains(new RawAcl(RawAcl.ALL, "digest", "user:x"));
            assertThat(acl(owner)).contains(all);
        }
    }

    private static List<RawAcl> acl(RawClient client) {
        var reply = client.call(RawRequest.getAcl("/read"));
        return reply.result(RawResult.AclAndStat.class).acl();
    }

    private static RawClient loggedIn(InetSocketAddress address) {
        var client = RawClient.connect(address);
        assertThat(client.call(RawRequest.auth("digest", USER)).ok()).isTrue();
        return client;
    }

    @Test
    void whereAProofIsWantedStrangersAreSentAway() {
        var strict =
                Setup.inMemory()
                        .with("enforce.auth.enabled", "true")
                        .with("enforce.auth.schemes", "digest");
        try (var server = TapioServer.start(strict)) {
            var address = Guest.at(server);
            try (var stranger = RawClient.connect(address)) {
                assertThat(stranger.create("/strange", "").err()).isEqualTo(REQUIRES_AUTH);
                stranger.awaitClose();
            }
            for (String scheme : List.of("sasl", "ip", "no-such-scheme")) {
                try (var liar = RawClient.connect(address)) {
                    int login = liar.send(RawRequest.auth(scheme, "unknown"));
                    int write = liar.send(RawRequest.create("/lie", Octets.EMPTY, RawAcl.OPEN, 0));
                    int err = liar.reply(login).err();
                    if (err == 0) assertThat(liar.reply(write).err()).isEqualTo(REQUIRES_AUTH);
                    else assertThat(err).isEqualTo(AUTH_FAILED);
                    liar.awaitClose();
                }
            }
            try (var known = loggedIn(address)) {
                assertThat(known.getChildren("/").result(RawResult.Names.class).names())
                        .containsExactly("zookeeper");
            }
        }
    }
}
