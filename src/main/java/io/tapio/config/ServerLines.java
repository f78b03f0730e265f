package io.tapio.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the {@code server.N} lines: {@code host:quorumPort:electionPort[:role]}, several of them
 * parted by {@code |}, then perhaps {@code ;[clientHost:]clientPort}.
 */
final class ServerLines {
    static final int MAX_ID = 255;

    private static final String HOST = "(\\[[^\\]|;]+\\]|[^:\\[\\]|;\\s]+)";
    private static final Pattern ADDRESS =
            Pattern.compile(HOST + ":([0-9]{1,5}):([0-9]{1,5})(?::([a-zA-Z]+))?");
    private static final Pattern CLIENT = Pattern.compile("(?:" + HOST + ":)?([0-9]{1,5})");

    private final Findings findings;

    ServerLines(Findings findings) {
        this.findings = findings;
    }

    /** All lines that make sense, by their numbers; what is wrong with the others is found. */
    List<Listed> read(Answers answers) {
        var members = new TreeMap<Integer, Listed>();
        for (var given : answers.family("server.")) {
            parse(given)
                    .map(line -> new Listed(given, line))
                    .ifPresent(member -> add(member, members));
        }
        return List.copyOf(members.values());
    }

    /** The keys differ, but server.01 is server.1. */
    private void add(Listed member, Map<Integer, Listed> members) {
        var other = members.putIfAbsent(member.id(), member);
        if (other == null) return;
        findings.problem(
                "%s is the server that %s is; take one of them out"
                        .formatted(member.label(), other.mention()));
    }

    private Optional<ServerLine> parse(Given given) {
        int problemsBefore = findings.problemCount();
        int id = id(given);
        var halves = given.value().split(";", 2);
        var addresses = new ArrayList<ServerLine.Address>();
        var roles = new ArrayList<ServerLine.Role>();
        for (var part : halves[0].split("\\|", -1)) {
            address(given, part.strip(), addresses, roles);
        }
        if (roles.stream().distinct().count() > 1) complain(given, "names two roles");
        var client =
                halves.length == 2
                        ? clientAddress(given, halves[1].strip())
                        : Optional.<ServerLine.ClientAddress>empty();
        return findings.problemCount() > problemsBefore
                ? Optional.empty()
                : Optional.of(new ServerLine(id, addresses, roles.getFirst(), client));
    }

    private int id(Given given) {
        var text = given.key().substring("server.".length());
        int id = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : MAX_ID + 1;
        if (id > MAX_ID) {
            findings.problem(
                    "%s: the id of a server is a number from 0 to %d"
                            .formatted(given.label(), MAX_ID));
        }
        return id;
    }

    private void address(
            Given given,
            String text,
            List<ServerLine.Address> addresses,
            List<ServerLine.Role> roles) {
        var match = ADDRESS.matcher(text);
        if (!match.matches()) {
            complain(given, "is not a server line");
            return;
        }
        int quorum = port(given, match.group(2));
        int election = port(given, match.group(3));
        if (quorum == election) complain(given, "names one port for two purposes");
        addresses.add(
                new ServerLine.Address(Hosts.withoutBrackets(match.group(1)), quorum, election));
        roles.add(role(given, Optional.ofNullable(match.group(4)).orElse("participant")));
    }

    private ServerLine.Role role(Given given, String name) {
        return switch (name) {
            case "participant" -> ServerLine.Role.PARTICIPANT;
            case "observer" -> ServerLine.Role.OBSERVER;
            default -> {
                complain(given, "has the role " + name + ", not participant or observer");
                yield ServerLine.Role.PARTICIPANT;
            }
        };
    }

    private Optional<ServerLine.ClientAddress> clientAddress(Given given, String text) {
        var match = CLIENT.matcher(text);
        if (!match.matches()) {
            complain(given, "has no client port after the semicolon");
            return Optional.empty();
        }
        var host = Optional.ofNullable(match.group(1)).map(Hosts::withoutBrackets);
        return Optional.of(
                new ServerLine.ClientAddress(host.orElse("0.0.0.0"), port(given, match.group(2))));
    }

    private int port(Given given, String digits) {
        int port = Integer.parseInt(digits);
        if (port > 65535) complain(given, "names the port " + port + ", which is above 65535");
        return port;
    }

    private void complain(Given given, String what) {
        findings.problem(
                "%s %s; write host:quorumPort:electionPort, for example %s=10.0.0.1:2888:3888;2181"
                        .formatted(given.said(), what, given.key()));
    }
}
