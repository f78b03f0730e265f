package io.tapio.torture.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every member in a network namespace of its own, with two wires: one to the clients, and one to
 * the other members, which can be plugged into another switch. What is cut so stays silent: no
 * connection is refused, no byte comes back.
 */
public final class Namespaces implements Partition {
    private static final int CLIENT_PORT = 2181;
    private static final String PEER_PORTS = "2888:3888";

    private static final String FILTER = "tapio";
    private static final String HOOK = "{ type filter hook input priority 0; policy accept; }";

    private static final boolean FILTERS = Commands.succeeds("nft", "--version");

    private static final AtomicInteger CREATED = new AtomicInteger();

    private final String name;
    private final int net;
    private final Map<Integer, String> spaces = new TreeMap<>();

    private Namespaces(String name, int net) {
        this.name = name;
        this.net = net;
    }

    /** Whether this machine has the tools and lets us use them. */
    public static boolean allowed() {
        var name = "tapio-" + ProcessHandle.current().pid();
        boolean allowed = Commands.succeeds("ip", "netns", "add", name);
        if (allowed) Commands.run("ip", "netns", "del", name);
        return allowed;
    }

    public static Namespaces create() {
        // The names of the last one may still be taken: the system clears up behind our back.
        int own = CREATED.incrementAndGet();
        long pid = ProcessHandle.current().pid();
        var spaces = new Namespaces("tp" + pid % 100_000 + "x" + own, 100 + (int) (pid % 100));
        spaces.addSwitch("c");
        spaces.addSwitch("p");
        spaces.addSwitch("q");
        Commands.run("ip", "addr", "add", spaces.address(1, 254) + "/24", "dev", spaces.name + "c");
        return spaces;
    }

    private void addSwitch(String suffix) {
        Commands.run("ip", "link", "add", name + suffix, "type", "bridge");
        Commands.run("ip", "link", "set", name + suffix, "up");
    }

    private String address(int wire, int host) {
        return "10." + net + "." + wire + "." + host;
    }

    @Override
    public InetSocketAddress clientAddress(int member) {
        space(member);
        try {
            return new InetSocketAddress(InetAddress.getByName(address(1, member)), CLIENT_PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String peerAddress(int member, int other) {
        return address(2, other) + ":" + PEER_PORTS;
    }

    @Override
    public List<String> commandPrefix(int member) {
        return List.of("ip", "netns", "exec", space(member));
    }

    private String space(int member) {
        return spaces.computeIfAbsent(member, this::add);
    }

    private String add(int member) {
        var space = name + "-" + member;
        Commands.run("ip", "netns", "add", space);
        Commands.run("ip", "-n", space, "link", "set", "lo", "up");
        plug(member, "c", 1, space);
        plug(member, "p", 2, space);
        return space;
    }

    /** A wire from a switch into the namespace, where it has the member's address. */
    private void plug(int member, String suffix, int wire, String space) {
        var near = name + suffix + member;
        var far = "eth" + wire;
        Commands.run(
                "ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", space);
        Commands.run("ip", "link", "set", near, "master", name + suffix, "up");
        Commands.run("ip", "-n", space, "addr", "add", address(wire, member) + "/24", "dev", far);
        Commands.run("ip", "-n", space, "link", "set", far, "up");
    }

    @Override
    public void isolate(Collection<Integer> some) {
        for (int member : some) plugInto(member, "q");
    }

    /** The receiver drops what comes from the sender; without nftables, whatever goes to it. */
    @Override
    public void cut(int from, int to) {
        if (FILTERS) {
            filter(to, "add", "table", "inet", FILTER);
            filter(to, "add", "chain", "inet", FILTER, "in", HOOK);
            filter(
                    to,
                    "add",
                    "rule",
                    "inet",
                    FILTER,
                    "in",
                    "ip saddr " + address(2, from) + " drop");
        } else {
            Commands.run(
                    "ip", "-n", space(from), "route", "add", "blackhole", address(2, to) + "/32");
        }
    }

    private void filter(int member, String... words) {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", space(member), "nft"));
        command.addAll(List.of(words));
        Commands.run(command.toArray(String[]::new));
    }

    @Override
    public void heal() {
        for (int member : spaces.keySet()) {
            plugInto(member, "p");
            if (FILTERS) {
                filter(member, "add", "table", "inet", FILTER);
                filter(member, "delete", "table", "inet", FILTER);
            } else {
                Commands.run("ip", "-n", space(member), "route", "flush", "type", "blackhole");
            }
        }
    }

    private void plugInto(int member, String suffix) {
        Commands.run("ip", "link", "set", name + "p" + member, "master", name + suffix);
    }

    @Override
    public void close() {
        for (var space : spaces.values()) Commands.succeeds("ip", "netns", "del", space);
        for (var suffix : List.of("c", "p", "q"))
            Commands.succeeds("ip", "link", "del", name + suffix);
    }

    @Override
    public String toString() {
        return FILTERS ? "network namespaces and nftables" : "network namespaces";
    }
}
