package io.tapio.bench;

import io.tapio.bench.client.Lost;
import io.tapio.torture.host.Loopback;
import io.tapio.torture.host.Orphans;
import io.tapio.torture.host.Status;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tapio's own server or ensemble, started for the benchmark as {@code tools/tapio start} does, with
 * its data on the disk; killed and cleared away when it is closed.
 */
final class OwnServers implements AutoCloseable {
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 10_000_000;
    private static final String SETTINGS =
            """
            tickTime=1000
            initLimit=10
            syncLimit=5
            maxClientCnxns=0
            admin.enableServer=false
            4lw.commands.whitelist=*
            """;

    private final Path folder;
    private final Loopback ports = new Loopback();
    private final int members;
    private final List<Optional<Process>> processes = new ArrayList<>();

    private OwnServers(Path folder, int members) {
        this.folder = folder;
        this.members = members;
    }

    /** Returns when all of them serve. */
    static OwnServers start(Path folder, int members) throws IOException {
        delete(folder);
        var servers = new OwnServers(folder, members);
        try {
            for (int id = 1; id <= members; id++) {
                servers.configure(id);
                servers.processes.add(Optional.empty());
                servers.start(id);
            }
            servers.awaitServing();
            return servers;
        } catch (IOException | RuntimeException e) {
            servers.kill();
            throw e;
        }
    }

    private void configure(int id) throws IOException {
        var home = Files.createDirectories(home(id));
        var data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("myid"), id + "\n");
        var lines = new ArrayList<>(List.of(SETTINGS + "dataDir=" + data));
        if (members == 1) lines.add("clientPort=" + address(1).getPort());
        for (int other = 1; other <= members && members > 1; other++) {
            lines.add(
                    "server.%d=%s;127.0.0.1:%d"
                            .formatted(
                                    other, ports.peerAddress(id, other), address(other).getPort()));
        }
        Files.writeString(home.resolve("zoo.cfg"), String.join("\n", lines) + "\n");
    }

    private Path home(int id) {
        return folder.resolve("member-" + id);
    }

    private InetSocketAddress address(int id) {
        return ports.clientAddress(id);
    }

    /** Starts a member that does not run. */
    void start(int id) throws IOException {
        var command = new ArrayList<>(Orphans.leash());
        var config = home(id).resolve("zoo.cfg").toString();
        command.addAll(program());
        command.addAll(List.of("start", "--config", config));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(diary(id)))
                        .start();
        Orphans.register(process);
        processes.set(id - 1, Optional.of(process));
    }

    private File diary(int id) {
        return home(id).resolve("diary.txt").toFile();
    }

    private static List<String> program() {
        var script = System.getProperty("tapio.script", "");
        if (!script.isEmpty()) return List.of(script);

        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xmx512m", "-XX:+UseParallelGC"));
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath(), "io.tapio.Tapio"));
        return command;
    }

    private static String classPath() {
        var entries = System.getProperty("java.class.path", "").split(File.pathSeparator, -1);
        return Arrays.stream(entries)
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    void awaitServing() throws IOException {
        boolean up = await(UP_WITHIN, () -> ids().allMatch(this::serves) || anyEnded());
        if (up && !anyEnded()) return;
        int down = ids().filter(id -> !serves(id)).findFirst().orElse(1);
        throw new Lost(
                "the server started for this does not serve; its last words:\n" + lastWords(down));
    }

    private IntStream ids() {
        return IntStream.rangeClosed(1, members);
    }

    private boolean serves(int id) {
        return Status.ask(address(id)).role().serves();
    }

    private boolean anyEnded() {
        return processes.stream().flatMap(Optional::stream).anyMatch(each -> !each.isAlive());
    }

    private String lastWords(int id) {
        try {
            var lines = Files.readAllLines(diary(id).toPath());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
        } catch (IOException e) {
            return "(none)";
        }
    }

    static boolean await(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) return false;
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    // ---- who is there

    int members() {
        return members;
    }

    List<InetSocketAddress> addresses() {
        return ids().mapToObj(this::address).toList();
    }

    List<Long> pids() {
        return processes.stream().flatMap(Optional::stream).map(Process::pid).toList();
    }

    /** The number of the member that leads. */
    Optional<Integer> leader() {
        return ids().boxed()
                .filter(id -> Status.ask(address(id)).role() == Status.Role.LEADER)
                .findFirst();
    }

    /** Ends it as SIGKILL does. */
    void kill(int id) {
        processes.get(id - 1).ifPresent(OwnServers::kill);
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        processes.stream().flatMap(Optional::stream).forEach(OwnServers::kill);
    }

    @Override
    public void close() throws IOException {
        kill();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var inside = Files.walk(folder)) {
            for (var path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
