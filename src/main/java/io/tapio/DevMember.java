package io.tapio;

import io.tapio.log.DataDirectories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One member that {@code tapio dev} starts: its process, and what it says of itself. */
final class DevMember {
    static final String CONFIG = "zoo.cfg";
    static final String DIARY = "tapio.log";

    private static final List<String> SETTINGS_OF_SERVERS =
            List.of(
                    "zookeeper.",
                    "jute.",
                    "znode.",
                    "readonlymode.",
                    "fsync.",
                    "logback.",
                    "tapio.");
    private static final int POLL_MS = 50;
    private static final int ANSWER_MS = 1000;
    private static final int END_SECONDS = 10;
    private static final int LAST_LINES = 8;

    private final int id;
    private final int clientPort;
    private final Path directory;
    private final Path script;
    private volatile @Nullable Process process;
    private volatile boolean ending;

    DevMember(int id, int clientPort, Path directory, Path script) {
        this.id = id;
        this.clientPort = clientPort;
        this.directory = directory;
        this.script = script;
    }

    int clientPort() {
        return clientPort;
    }

    /** What was given to {@code tapio dev} for servers, they get. */
    void start() throws IOException {
        var words = new ArrayList<>(List.of(script.toString(), "start", "--config", config()));
        var properties = System.getProperties();
        properties.stringPropertyNames().stream()
                .filter(name -> SETTINGS_OF_SERVERS.stream().anyMatch(name::startsWith))
                .filter(name -> !name.equals("tapio.script"))
                .sorted()
                .forEach(name -> words.add("-D" + name + "=" + properties.getProperty(name)));
        if (Files.exists(diary())) {
            var older = directory.resolve(DIARY + ".old");
            Files.move(diary(), older, StandardCopyOption.REPLACE_EXISTING);
        }
        process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(diary().toFile())
                        .start();
    }

    private String config() {
        return directory.resolve(CONFIG).toString();
    }

    private Path diary() {
        return directory.resolve(DIARY);
    }

    String startCommand() {
        return script + " start --config " + config();
    }

    /** Whether it serves before that moment of {@link System#nanoTime}, and still lives. */
    boolean awaitServing(long deadline) {
        Process running = process;
        if (running == null) return false;

        try {
            while (System.nanoTime() < deadline) {
                if (mode().isPresent()) return true;
                if (running.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) return false;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** What it is, by its own word; empty if it does not serve. */
    private Optional<String> mode() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort);
        try {
            return ServerWord.mode(ServerWord.ask(address, "srvr", ANSWER_MS));
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    String description() {
        return "member %-9d %-11s pid %-8d port %-6d data %s"
                .formatted(id, mode().orElse("?"), pid(), clientPort, directory);
    }

    boolean leads() {
        return mode().filter("leader"::equals).isPresent();
    }

    long pid() {
        Process running = process;
        return running == null ? 0 : running.pid();
    }

    /** Why it does not serve, by the end of its diary. */
    String lastWords() {
        try {
            var lines = Files.readAllLines(diary());
            var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            return "member %d does not serve; %s ends:\n%s"
                    .formatted(id, diary(), String.join("\n", last));
        } catch (IOException unreadable) {
            return "member " + id + " does not serve, and " + diary() + " cannot be read";
        }
    }

    void tellWhenItEnds() {
        Process running = process;
        if (running == null) return;

        var unused =
                running.onExit()
                        .thenAccept(
                                gone -> {
                                    if (ending) return;
                                    System.out.printf(
                                            "member %d has ended (exit code %d); start it again: %s%n",
                                            id, gone.exitValue(), startCommand());
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

    /** A word about a process that somebody else has started in this one's place. */
    Optional<String> stillThere() {
        try {
            return DataDirectories.user(directory)
                    .map(
                            other ->
                                    "member %d was started by hand and goes on as process %d; end it: %s stop --config %s"
                                            .formatted(id, other.pid(), script, config()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
