package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.testkit.FourLetters;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is planted where only a server should see it, it tells nobody. */
class SecretsTest {
    private static final String SUPER = "super:planted-super-password";
    private static final String USER = "user:planted-user-password";
    private static final String WRONG = "super:planted-wrong-password";
    private static final String NO_CREDENTIAL = "planted-without-a-colon";
    private static final List<String> WORDS =
            List.of(
                    "conf", "cons", "dirs", "dump", "envi", "hash", "isro", "mntr", "ruok", "srvr",
                    "stat", "wchc", "wchp", "wchs");

    @TempDir Path directory;

    @Test
    @Fault("F120")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void neitherLogsNorWordsTellThem() throws Exception {
        int port = ServerProcess.freePort();
        var superDigest = "-Dzookeeper.DigestAuthenticationProvider.superDigest=";
        var secrets = new ArrayList<>(List.of("planted", hash(SUPER), hash(USER), hash(WRONG)));
        var data = directory.resolve("data");
        var told = new TreeMap<String, String>();
        try (var server = TapioProcess.start(data, port, superDigest + RawAcl.digestId(SUPER))) {
            server.awaitAnswer();
            try (var user = RawClient.connect(server.address())) {
                secrets.add(user.password().hex());
                logIn(user);
                failToLogIn(server.address());
                for (String word : WORDS) {
                    told.put(word, FourLetters.ask(server.address(), word));
                }
            }
            server.terminate();
            server.awaitExit(Duration.ofSeconds(20));
            told.put("the log", Files.readString(ServerProcess.logFor(data)));
        }
        assertThat(told.get("envi")).contains("java.version");
        assertThat(told.get("the log")).contains("malformed frame");
        for (Map.Entry<String, String> each : told.entrySet()) {
            for (String secret : secrets) {
                assertThat(each.getValue()).as(each.getKey()).doesNotContain(secret);
            }
        }
    }

    private static String hash(String credential) {
        var id = RawAcl.digestId(credential);
        return id.substring(id.indexOf(':') + 1);
    }

    private static void logIn(RawClient user) {
        assertThat(user.call(RawRequest.auth("digest", USER)).ok()).isTrue();
        assertThat(user.call(RawRequest.auth("digest", SUPER)).ok()).isTrue();
        var own = List.of(RawAcl.digest(RawAcl.ALL, USER));
        user.call(RawRequest.create("/own", Octets.text("planted-data"), own, 1));
        user.call(RawRequest.getData("/own", true));
        user.send(new RawRequest.Raw(1, Octets.text("planted-nonsense")));
        assertThat(user.ping().ok()).isTrue();
    }

    private static void failToLogIn(InetSocketAddress address) {
        for (String credential : List.of(WRONG, NO_CREDENTIAL)) {
            try (var stranger = RawClient.connect(address)) {
                stranger.send(RawRequest.auth("digest", credential));
                stranger.send(RawRequest.setData("/own", Octets.text("planted-try"), -1));
                stranger.send(new RawRequest.Raw(77, Octets.text("planted-opcode")));
                stranger.awaitClose();
            }
        }
        try (var stranger = RawClient.open(address)) {
            stranger.sendBytes("planted-noise-instead-of-a-frame".getBytes());
            stranger.awaitClose();
        }
    }
}
