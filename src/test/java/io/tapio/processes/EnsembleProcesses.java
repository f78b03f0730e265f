package io.tapio.processes;

import io.tapio.torture.host.Commands;
import io.tapio.torture.host.Orphans;
import io.tapio.torture.host.Status.Role;
import io.tapio.torture.host.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * An ensemble of real processes in one folder. Nothing runs until it is started; whatever runs when
 * it is closed is killed.
 */
final class EnsembleProcesses implements AutoCloseable {
    private final Blueprint blueprint;
    private final Wiring wiring;
    private final SortedMap<Integer, MemberProcess> members = new TreeMap<>();

    EnsembleProcesses(Path folder, Blueprint blueprint, Wiring wiring) {
        this.blueprint = blueprint;
        this.wiring = wiring;
        for (int id : blueprint.ids()) members.put(id, member(id, folder.resolve("member-" + id)));
    }

    private MemberProcess member(int id, Path folder) {
        var command = new ArrayList<>(Orphans.leash());
        command.addAll(wiring.commandPrefix(id));
        try {
            var data = Files.createDirectories(folder.resolve("data"));
            Files.writeString(data.resolve("myid"), id + "\n");
            Files.writeString(folder.resolve("zoo.cfg"), String.join("\n", config(id, data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.addAll(blueprint.server().command(folder, blueprint.jvmArgs()));
        return new MemberProcess(id, folder, wiring.clientAddress(id), command);
    }

    private List<String> config(int id, Path data) {
        var lines = new ArrayList<>(blueprint.settings());
        lines.add("dataDir=" + data);
        lines.add("maxClientCnxns=0");
        lines.add("admin.enableServer=false");
        lines.add("4lw.commands.whitelist=*");
        if (blueprint.isObserver(id)) lines.add("peerType=observer");
        for (int other : blueprint.ids()) {
            var client = wiring.clientAddress(other);
            lines.add(
                    "server.%d=%s%s;%s:%d"
                            .formatted(
                                    other,
                                    wiring.peerAddress(id, other),
                                    blueprint.isObserver(other) ? ":observer" : "",
                                    client.getAddress().getHostAddress(),
                                    client.getPort()));
        }
        return lines;
    }

    /** The server lines as ZooKeeper writes them, each with its line end. */
    String configuredServers() {
        var text = new StringBuilder();
        for (int id : blueprint.ids()) {
            text.append(
                    "server.%d=%s:%s;%s\n"
                            .formatted(
                                    id,
                                    wiring.peerAddress(id, id),
                                    blueprint.isObserver(id) ? "observer" : "participant",
                                    member(id).hostPort()));
        }
        return text.toString();
    }

    // ---- members

    MemberProcess member(int id) {
        return members.get(id);
    }

    List<MemberProcess> members() {
        return List.copyOf(members.values());
    }

    List<MemberProcess> voters() {
        return members().stream().filter(m -> !blueprint.isObserver(m.id())).toList();
    }

    List<MemberProcess> observers() {
        return members().stream().filter(m -> blueprint.isObserver(m.id())).toList();
    }

    List<MemberProcess> running() {
        return members().stream().filter(MemberProcess::isAlive).toList();
    }

    /** The running member that leads; waits until there is one. */
    MemberProcess leader() {
        return Awaitility.await("a leader")
                .atMost(MemberProcess.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> withRole(Role.LEADER), leaders -> leaders.size() == 1)
                .getFirst();
    }

    /** Some running member that follows. */
    MemberProcess follower() {
        return followers().getFirst();
    }

    /** The running members that follow, as they say themselves. */
    List<MemberProcess> followers() {
        return withRole(Role.FOLLOWER);
    }

    private List<MemberProcess> withRole(Role role) {
        return running().stream().filter(member -> member.status().role() == role).toList();
    }

    /** The first member that is none of these. */
    MemberProcess otherThan(MemberProcess... these) {
        var others = new ArrayList<>(members());
        others.removeAll(List.of(these));
        return others.getFirst();
    }

    // ---- life

    /** Starts all, and waits until all serve. */
    EnsembleProcesses start() {
        members.values().forEach(MemberProcess::start);
        return awaitServing();
    }

    /** Starts those that do not run, and waits until all serve. */
    EnsembleProcesses complete() {
        members().stream().filter(member -> !member.isAlive()).forEach(MemberProcess::start);
        return awaitServing();
    }

    /** Waits until every member that runs serves clients. */
    EnsembleProcesses awaitServing() {
        running().forEach(MemberProcess::awaitServing);
        return this;
    }

    /** SIGKILL for all that run, as near to the same moment as can be. */
    void killAll() {
        var pids = running().stream().map(member -> "" + member.pid()).toList();
        if (pids.isEmpty()) return;
        var command = new ArrayList<>(List.of("kill", "-KILL"));
        command.addAll(pids);
        Commands.run(command.toArray(String[]::new));
        members.values().forEach(MemberProcess::close);
    }

    String connectString() {
        return connectString(members());
    }

    static String connectString(List<MemberProcess> members) {
        return members.stream().map(MemberProcess::hostPort).collect(Collectors.joining(","));
    }

    String endsOfDiaries() {
        return members().stream()
                .map(MemberProcess::endOfDiary)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    @Override
    public void close() {
        killAll();
        wiring.close();
    }
}
