package io.tapio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One member of an ensemble for trying out: its configuration, its process, what it says. */
final class DevMember {
    private static final int QUORUM_PORT = 2888;
    private static final int ELECTION_PORT = 3888;
    private static final int PORTS_MAX = 1000;
    private static final int POLL_MS = 50;
    private static final int ANSWER_MS = 1000;
    private static final int END_SECONDS = 10;
    private static final int LAST_LINES = 8;

    private final int id;
    private final int clientPort;
    private final Path directory;
    private volatile @Nullable Process process;
    private volatile boolean ending;

    private DevMember(int id, int clientPort, Path directory) {
        this.id = id;
        this.clientPort = clientPort;
        this.directory = directory;
    }

    /** Writes the configuration of each; ports that others use are passed over. */
    static List<DevMember> lay(DevCommand.Wanted wanted) throws IOException {
        int count = wanted.members() + wanted.observers();
        List<DevMember> members = new ArrayList<>();
        var servers = new StringBuilder();
        int quorum = QUORUM_PORT;
        int election = ELECTION_PORT;
        for (int id = 1; id <= count; id++) {
            quorum = free(quorum);
            election = free(election);
            int client = wanted.port() + id - 1;
            String role = id > wanted.members() ? ":observer" : "";
            servers.append(
                    "server.%d=127.0.0.1:%d:%d%s;127.0.0.1:%d%n"
                            .formatted(id, quorum++, election++, role, client));
            Path directory = wanted.directory().resolve(Integer.toString(id));
            members.add(new DevMember(id, client, DevCommand.directory(directory)));
        }
        for (DevMember each : members) each.write(count == 1 ? "" : servers.toString());
        return members;
    }

    private static int free(int from) throws IOException {
        for (int port = from; port < from + PORTS_MAX; port++) {
            if (isFree(port)) return port;
        }
        throw new IOException("no port is free from " + from + " on");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    private void write(String servers) throws IOException {
        String alone = "clientPort=" + clientPort + "\nclientPortAddress=127.0.0.1\n";
        String together = "initLimit=10\nsyncLimit=5\n" + servers;
        Files.writeString(
                config(),
                "# Written by tapio dev, anew each time.\ntickTime=2000\ndataDir=%s\n%s"
                        .formatted(directory, servers.isEmpty() ? alone : together));
        Files.writeString(directory.resolve("myid"), id + "\n");
    }

    private Path config() {
        return directory.resolve("zoo.cfg");
    }

    private Path diary() {
        return directory.resolve("tapio.log");
    }

    int clientPort() {
        return clientPort;
    }

    Optional<String> busyPort() {
        return isFree(clientPort)
                ? Optional.empty()
                : Optional.of(
                        "port %d is in use: stop what listens there, or choose others with --port"
                                .formatted(clientPort));
    }

    void start(Path script) throws IOException {
        process =
                new ProcessBuilder(script.toString(), "start", "--config", config().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(diary().toFile())
                        .start();
    }

    /** Whether it serves before that moment of {@link System#nanoTime}, and still lives. */
    boolean awaitServing(long deadline) {
        while (System.nanoTime() < deadline) {
            if (mode().isPresent()) return true;
            try {
                Process running = process;
                if (running == null || running.waitFor(POLL_MS, TimeUnit.MILLISECONDS))
                    return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** What it is, by its own word; empty if it does not serve. */
    private Optional<String> mode() {
        try (var socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MS);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort), ANSWER_MS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines()
                    .filter(line -> line.startsWith("Mode: "))
                    .map(line -> line.substring("Mode: ".length()))
                    .findFirst();
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    String description() {
        return "member %d         %-9s pid %-7d port %d  data %s"
                .formatted(id, mode().orElse("?"), pid(), clientPort, directory);
    }

    private long pid() {
        Process running = process;
        return running == null ? 0 : running.pid();
    }

    /** Why it does not serve, by the end of its diary. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(diary());
            var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            return "member %d does not serve; its diary %s ends:%n%s"
                    .formatted(id, diary(), String.join("\n", last));
        } catch (IOException unreadable) {
            return "member " + id + " does not serve, and has no diary";
        }
    }

    void tellWhenItEnds(Path script) {
        Process running = process;
        if (running == null) return;

        var unused =
                running.onExit()
                        .thenAccept(
                                gone -> {
                                    if (ending) return;
                                    System.out.printf(
                                            "member %d has ended (%d); start it again: %s start --config %s%n",
                                            id, gone.exitValue(), script, config());
                                });
    }

    void askToEnd() {
        ending = true;
        Process running = process;
        if (running != null) running.destroy();
    }

    void awaitEnd() {
        Process running = process;
        if (running == null) return;

        try {
            running.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            running.destroyForcibly();
        } catch (ExecutionException unknown) {
            // There is nothing to wait for.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
