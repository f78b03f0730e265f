package io.tapio.torture;

import io.tapio.torture.host.Commands;
import io.tapio.torture.host.Orphans;
import io.tapio.torture.host.Partition;
import io.tapio.torture.host.Status.Role;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The members, in one folder; whatever runs when it is closed is killed. */
final class Ensemble implements AutoCloseable {
    private static final long POLL_NANOS = 50_000_000;

    /** Members that share a machine with the others and their clients. */
    private static final List<String> FRUGAL =
            List.of(
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-UsePerfData",
                    "-Dfile.encoding=UTF-8");

    /** Brisk: who is silent for two seconds is given up; and snapshots are taken often. */
    private static final List<String> SETTINGS =
            List.of(
                    "tickTime=500",
                    "initLimit=20",
                    "syncLimit=4",
                    "snapCount=20000",
                    "maxClientCnxns=0",
                    "admin.enableServer=false",
                    "4lw.commands.whitelist=*");

    private final Partition net;
    private final Map<Integer, Member> members = new TreeMap<>();
    private final Map<Integer, Volume> volumes = new TreeMap<>();

    private Ensemble(Partition net) {
        this.net = net;
    }

    /** None of them runs yet. */
    static Ensemble in(Path folder, int count, Partition net, boolean onVolumes)
            throws IOException {
        var ensemble = new Ensemble(net);
        for (int id = 1; id <= count; id++) ensemble.add(id, count, folder, onVolumes);
        return ensemble;
    }

    private void add(int id, int count, Path folder, boolean onVolumes) throws IOException {
        var home = Files.createDirectories(folder.resolve("member-" + id));
        var disk = Files.createDirectories(home.resolve("disk"));
        if (onVolumes) Volume.mount(disk).ifPresent(volume -> volumes.put(id, volume));
        var data = Files.createDirectories(disk.resolve("data"));
        Files.writeString(data.resolve("myid"), id + "\n");
        Files.writeString(home.resolve("zoo.cfg"), config(id, count, data));
        var command = new ArrayList<>(Orphans.leash());
        command.addAll(net.commandPrefix(id));
        command.addAll(java(home.resolve("zoo.cfg")));
        members.put(id, new Member(id, home, data, net.clientAddress(id), command));
    }

    private String config(int id, int count, Path data) {
        var lines = new ArrayList<>(SETTINGS);
        lines.add("dataDir=" + data);
        for (int other = 1; other <= count; other++) {
            var client = net.clientAddress(other);
            lines.add(
                    "server.%d=%s;%s:%d"
                            .formatted(
                                    other,
                                    net.peerAddress(id, other),
                                    client.getAddress().getHostAddress(),
                                    client.getPort()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> java(Path config) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(FRUGAL);
        command.addAll(List.of("-cp", classPath(), "io.tapio.Tapio", "start", "--config"));
        command.add(config.toString());
        return command;
    }

    private static String classPath() {
        var entries = System.getProperty("java.class.path", "").split(File.pathSeparator, -1);
        return Arrays.stream(entries)
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    // ---- who is there

    Member member(int id) {
        return Optional.ofNullable(members.get(id)).orElseThrow();
    }

    List<Member> members() {
        return List.copyOf(members.values());
    }

    List<InetSocketAddress> addresses() {
        return members().stream().map(Member::address).toList();
    }

    int size() {
        return members.size();
    }

    /** How many may fail while the others go on. */
    int spare() {
        return (size() - 1) / 2;
    }

    List<Integer> ids() {
        return IntStream.rangeClosed(1, size()).boxed().toList();
    }

    Optional<Integer> leader() {
        return members().stream()
                .filter(member -> member.status().role() == Role.LEADER)
                .map(Member::id)
                .findFirst();
    }

    Partition net() {
        return net;
    }

    Optional<Volume> volume(int id) {
        return Optional.ofNullable(volumes.get(id));
    }

    boolean isOnVolumes() {
        return volumes.size() == members.size();
    }

    // ---- life

    void start() {
        members().forEach(Member::start);
    }

    /** Whether all serve within that time. */
    boolean awaitServing(Duration atMost) {
        return await(
                atMost,
                () -> members().stream().allMatch(member -> member.status().role().serves()));
    }

    static boolean await(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) return false;
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    void killAll() {
        var command = new ArrayList<>(List.of("kill", "-KILL"));
        members().stream().filter(Member::isAlive).forEach(m -> command.add("" + m.pid()));
        if (command.size() > 2) Commands.succeeds(command.toArray(String[]::new));
        members().forEach(Member::kill);
    }

    @Override
    public void close() {
        killAll();
        volumes.values().forEach(Volume::close);
        net.close();
    }
}
