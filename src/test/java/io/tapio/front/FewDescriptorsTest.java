package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.front.FrontFixture.Port;
import io.tapio.front.FrontSettings.Admission;
import io.tapio.front.FrontSettings.Patience;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server process that may open few files, and more clients than that. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class FewDescriptorsTest {
    private static final int DESCRIPTORS = 256;

    /** The server: prints its port and lives until its input ends. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            try (FrontFixture front = new FrontFixture()) {
                FrontFixture.warnings(true);
                FrontSettings settings =
                        FrontSettings.defaults()
                                .with(new Admission(0, 0))
                                .with(new Patience(30_000, 1_000, 50, 50));
                Port port = front.open(settings);
                try (TestClient first = TestClient.with(port.address(), 30_000, "")) {
                    first.ping(1); // has all classes loaded while files can be opened
                    first.xid();
                }
                System.out.println("port " + port.address().getPort());
                System.in.read();
            }
        }
    }

    @Test
    @Fault("F77")
    void whoFindsNoDescriptorLeftIsServedWhenOthersGo() throws Exception {
        Process server = start();
        List<TestClient> clients = new ArrayList<>();
        try (BufferedReader output = server.inputReader()) {
            InetSocketAddress address = address(output);
            for (int i = 0; i < DESCRIPTORS; i++) {
                clients.add(new TestClient(address));
                clients.get(i).hello(30_000, "");
            }
            awaitLine(output, "cannot accept");
            assertThat(clients.getLast().input().available()).isZero();
            TestClient there = clients.getFirst();
            assertThat(new String(there.frame())).isEqualTo("welcome");
            there.ping(1);
            assertThat(there.xid()).isEqualTo(1);

            for (TestClient early : clients.subList(0, DESCRIPTORS - 20)) {
                early.close();
            }

            assertThat(new String(clients.getLast().frame())).isEqualTo("welcome");
        } finally {
            for (TestClient client : clients) {
                client.close();
            }
            server.destroyForcibly().waitFor();
        }
    }

    private static Process start() throws Exception {
        // The class path goes by a file: as an argument it could be too long for a shell's line.
        Path options = Files.createTempFile("few-descriptors", ".args");
        Files.writeString(
                options, "-Xmx128m -cp \"" + System.getProperty("java.class.path") + "\"");
        options.toFile().deleteOnExit();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String main = Server.class.getName();
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " && exec \"$0\" \"@$1\" '" + main + "'",
                        java,
                        options.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static InetSocketAddress address(BufferedReader output) throws Exception {
        String line = awaitLine(output, "port ");
        int port = Integer.parseInt(line.substring("port ".length()));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String awaitLine(BufferedReader output, String part) throws Exception {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(part)) return line;
            seen.append(line).append('\n');
        }
        throw new AssertionError("no \"" + part + "\" in the server's output:\n" + seen);
    }
}
