package io.tapio;

import io.tapio.log.DataDirectories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The directories, ports and configurations of the members that {@code tapio dev} starts. */
final class DevLayout {
    private static final int QUORUM_PORT = 2888;
    private static final int ELECTION_PORT = 3888;
    private static final int PORTS_TRIED = 1000;

    private final DevCommand.Wanted wanted;

    DevLayout(DevCommand.Wanted wanted) {
        this.wanted = wanted;
    }

    /** Why the members cannot be started, if so. */
    Optional<String> obstacle() throws IOException {
        var running = new ArrayList<String>();
        for (int id : ids()) {
            DataDirectories.user(directory(id))
                    .ifPresent(process -> running.add(String.valueOf(process.pid())));
        }
        if (running.isEmpty()) return otherCrowd().or(this::busyPort);

        return Optional.of(
                "%s is in use by %s of an ensemble that still runs; end it: kill %s"
                        .formatted(
                                wanted.directory(),
                                running.size() == 1
                                        ? "process " + running.getFirst()
                                        : running.size() + " processes",
                                String.join(" ", running)));
    }

    /** Data of three members must not be voted about by five of whom two know nothing. */
    private Optional<String> otherCrowd() {
        try {
            String before = Files.readString(crowdFile()).strip();
            if (before.equals(crowd())) return Optional.empty();

            return Optional.of(
                    "%s holds the data of an ensemble with %s; start it so, or choose another --dir, or delete that one"
                            .formatted(wanted.directory(), before));
        } catch (IOException firstTime) {
            return Optional.empty();
        }
    }

    private String crowd() {
        return "--members %d --observers %d".formatted(wanted.members(), wanted.observers());
    }

    private Path crowdFile() {
        return wanted.directory().resolve("members");
    }

    private Optional<String> busyPort() {
        return ids().stream()
                .map(this::clientPort)
                .filter(port -> !isFree(port))
                .findFirst()
                .map(
                        port ->
                                "port %d is in use: stop what listens there, or choose others with --port"
                                        .formatted(port));
    }

    /** The members, ready to be started; what they kept stays. */
    List<DevMember> write() throws IOException {
        var taken = new HashSet<>(ids().stream().map(this::clientPort).toList());
        var servers = new StringBuilder();
        int quorum = QUORUM_PORT - 1;
        int election = ELECTION_PORT - 1;
        for (int id : ids()) {
            quorum = port(quorum + 1, taken);
            election = port(election + 1, taken);
            String role = id > wanted.members() ? ":observer" : "";
            servers.append(
                    "server.%d=127.0.0.1:%d:%d%s;127.0.0.1:%d\n"
                            .formatted(id, quorum, election, role, clientPort(id)));
        }
        List<DevMember> members = new ArrayList<>();
        for (int id : ids()) {
            Files.createDirectories(directory(id));
            Files.writeString(config(id), configuration(id, servers.toString()));
            Files.writeString(directory(id).resolve("myid"), id + "\n");
            members.add(new DevMember(id, clientPort(id), directory(id), wanted.script()));
        }
        Files.writeString(crowdFile(), crowd() + "\n");
        return members;
    }

    private String configuration(int id, String servers) {
        String start =
                "# Written by tapio dev, anew each time.\ntickTime=2000\ndataDir=%s\n"
                        .formatted(directory(id));
        if (wanted.count() == 1) {
            return start + "clientPort=%d\nclientPortAddress=127.0.0.1\n".formatted(clientPort(id));
        }
        String standalone = wanted.members() == 1 ? "standaloneEnabled=false\n" : "";
        return start + "initLimit=10\nsyncLimit=5\n" + standalone + servers;
    }

    private List<Integer> ids() {
        return IntStream.rangeClosed(1, wanted.count()).boxed().toList();
    }

    private Path directory(int id) {
        return wanted.directory().resolve(Integer.toString(id));
    }

    private Path config(int id) {
        return directory(id).resolve(DevMember.CONFIG);
    }

    private int clientPort(int id) {
        return wanted.port() + id - 1;
    }

    /** The wished one, or the next that is free. */
    private static int port(int wished, Set<Integer> taken) throws IOException {
        for (int port = wished; port < wished + PORTS_TRIED; port++) {
            if (taken.contains(port) || !isFree(port)) continue;
            if (port != wished) {
                System.out.printf("port %d is in use; members use %d instead%n", wished, port);
            }
            taken.add(port);
            return port;
        }
        throw new IOException("no port is free from " + wished + " on");
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
}
