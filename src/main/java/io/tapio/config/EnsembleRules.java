package io.tapio.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads who belongs to the ensemble and who of them this server is, and judges it. */
final class EnsembleRules {
    private static final String MY_ID = "myid";

    private final Answers answers;
    private final Answers lines; // of the file that has the server lines
    private final Findings findings;

    EnsembleRules(Answers answers, Answers lines, Findings findings) {
        this.answers = answers;
        this.lines = lines;
        this.findings = findings;
    }

    /** Empty for a server that is alone. */
    Optional<Ensemble> read(List<ServerLine> servers, Path dataDir) {
        if (servers.size() < 2) return Optional.empty();

        var members = servers.stream().sorted(Comparator.comparingInt(ServerLine::id)).toList();
        judgeVoters(members);
        judgeAddresses(members);
        var self = myId(members, dataDir);
        self.ifPresent(id -> judgeRole(members, id));
        return Optional.of(
                new Ensemble(
                        self.orElse(members.getFirst().id()),
                        members,
                        limit("initLimit", 10),
                        limit("syncLimit", 5),
                        groups(members),
                        weights(),
                        answers.isOn("quorumListenOnAllIPs"),
                        answers.isOn("localSessionsEnabled"),
                        answers.isOn("localSessionsUpgradingEnabled"),
                        answers.isOn("readonlymode.enabled")));
    }

    private void judgeVoters(List<ServerLine> members) {
        long voters = voters(members).size();
        if (voters == 0) {
            findings.problem("all servers are observers, and nobody votes; make one a participant");
        } else if (voters == 2) {
            findings.warn(
                    "2 servers vote: when one is down, nobody is served; use 3 to bear a failure");
        } else if (voters % 2 == 0) {
            findings.warn(
                    "%d servers vote, an even number: they bear no more failures than %d do"
                            .formatted(voters, voters - 1));
        }
    }

    private static List<Integer> voters(List<ServerLine> members) {
        return members.stream()
                .filter(line -> line.role() == ServerLine.Role.PARTICIPANT)
                .map(ServerLine::id)
                .toList();
    }

    private void judgeAddresses(List<ServerLine> members) {
        var seen = new HashMap<String, Integer>();
        for (var member : members) {
            for (var address : member.addresses()) {
                for (int port : new int[] {address.quorumPort(), address.electionPort()}) {
                    Integer other = seen.put(address.host() + ":" + port, member.id());
                    if (other != null && other != member.id()) {
                        findings.problem(
                                "server.%d and server.%d have the same address %s:%d"
                                        .formatted(other, member.id(), address.host(), port));
                    }
                }
            }
        }
    }

    private Optional<Integer> myId(List<ServerLine> members, Path dataDir) {
        Path file = dataDir.resolve(MY_ID);
        var ids = members.stream().map(ServerLine::id).toList();
        String known = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException missing) {
            findings.problem(
                    "%s cannot be read, so this server does not know which of %s it is; write its number there, for example: echo %d > %s"
                            .formatted(file, known, ids.getFirst(), file));
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,3}") || !ids.contains(Integer.parseInt(text))) {
            findings.problem(
                    "%s says '%s', which is none of the servers %s".formatted(file, text, known));
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text));
    }

    /** The line counts, as in ZooKeeper. */
    private void judgeRole(List<ServerLine> members, int self) {
        var given = answers.find("peerType");
        if (given.isEmpty()) return;

        var own = members.stream().filter(line -> line.id() == self).findFirst().orElseThrow();
        boolean observer = own.role() == ServerLine.Role.OBSERVER;
        if (observer != given.get().value().equals("observer")) {
            findings.warn(
                    "%s, but server.%d is a%s: the server line counts"
                            .formatted(
                                    given.get().said(),
                                    self,
                                    observer ? "n observer" : " participant"));
        }
    }

    private int limit(String key, int example) {
        if (answers.find(key).isPresent()) return answers.number(key);
        if (!answers.wasGiven(key)) {
            findings.problem(
                    "%s is not set, but an ensemble needs it; add a line such as %s=%d"
                            .formatted(key, key, example));
        }
        return example;
    }

    private List<List<Integer>> groups(List<ServerLine> members) {
        var groups = new ArrayList<List<Integer>>();
        var seen = new HashSet<Integer>();
        for (var given : family("group.")) {
            var group = new ArrayList<Integer>();
            for (var part : given.value().split(":", -1)) {
                if (!part.strip().matches("[0-9]{1,3}")) {
                    findings.problem(given.said() + " is not a list such as 1:2:3");
                    return List.of();
                }
                int id = Integer.parseInt(part.strip());
                if (!seen.add(id)) {
                    findings.problem(given.said() + " names server " + id + " once more");
                }
                group.add(id);
            }
            groups.add(group);
        }
        if (!groups.isEmpty()) {
            for (int voter : voters(members)) {
                if (!seen.contains(voter)) {
                    findings.problem("server." + voter + " votes, but is in no group");
                }
            }
        }
        return groups;
    }

    private Map<Integer, Integer> weights() {
        var weights = new HashMap<Integer, Integer>();
        for (var given : family("weight.")) {
            var id = given.key().substring("weight.".length());
            if (id.matches("[0-9]{1,3}")) {
                weights.put(Integer.parseInt(id), Integer.parseInt(given.value()));
            } else {
                findings.problem(given.label() + " names no server");
            }
        }
        return weights;
    }

    private List<Given> family(String prefix) {
        var found = new ArrayList<>(answers.family(prefix));
        if (lines != answers) found.addAll(lines.family(prefix));
        return found;
    }
}
