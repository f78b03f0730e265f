package io.tapio.testkit;

import io.tapio.config.ConfigError;
import io.tapio.config.Ensemble;
import io.tapio.config.PeerWay;
import io.tapio.config.ServerLine;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What each member of an ensemble is told; a single voter without observers is a lone server. */
record Blueprint(int voters, Setup setup) {
    static final String HOST = "127.0.0.1";

    private static final int ELECTION = 1000; // a stand-in, apart from the others
    private static final int DIAL_MS = 2_000;

    /** Short ticks: what users wait for in tests should come soon. */
    private static final Map<String, String> USUAL =
            Map.of(
                    "tickTime", "200",
                    "maxSessionTimeout", "60000",
                    "initLimit", "50",
                    "syncLimit", "10",
                    "clientPort", "0",
                    "clientPortAddress", HOST,
                    "maxClientCnxns", "0",
                    "preAllocSize", "64");

    Blueprint {
        if (voters < 1) throw new IllegalArgumentException("members: " + voters);
    }

    @SuppressWarnings("AddressSelection") // a literal has but one address
    static InetSocketAddress at(int port) {
        return new InetSocketAddress(HOST, port);
    }

    boolean isAlone() {
        return size() == 1;
    }

    int size() {
        return voters + setup.observers();
    }

    List<Integer> members() {
        return IntStream.rangeClosed(1, size()).boxed().toList();
    }

    boolean votes(int member) {
        return member <= voters;
    }

    /** {@code clientPort} is the one that the member had before, or 0 if it had none. */
    TapioConfig config(int member, int clientPort) {
        var lines = new TreeMap<>(USUAL);
        lines.putAll(setup.settings());
        if (clientPort != 0) lines.put("clientPort", Integer.toString(clientPort));
        lines.put("dataDir", directory(member).toString());
        TapioConfig alone = load(lines);
        if (isAlone()) return alone;

        return new TapioConfig(
                alone.times(),
                alone.storage(),
                alone.listening(),
                alone.limits(),
                alone.containers(),
                alone.features(),
                alone.access(),
                serverLines(),
                Optional.of(ensemble(member, lines)));
    }

    /** Of a disk in memory, which is apart from all others, the path does not matter. */
    private Path directory(int member) {
        Path root = setup.folder().orElse(Path.of("in-memory")).toAbsolutePath().normalize();
        return isAlone() ? root : root.resolve(Integer.toString(member));
    }

    private static TapioConfig load(Map<String, String> lines) {
        var text = new StringBuilder();
        lines.forEach(
                (key, value) ->
                        text.append(key)
                                .append('=')
                                .append(value.replace("\\", "\\\\"))
                                .append('\n'));
        try {
            ZooCfg parsed = ZooCfg.parse("the test kit's settings", text.toString());
            return TapioConfig.load(parsed, new Properties()).config();
        } catch (ConfigError wrong) {
            throw new IllegalArgumentException(String.join("\n", wrong.problems()), wrong);
        }
    }

    private Ensemble ensemble(int self, Map<String, String> lines) {
        return new Ensemble(
                self,
                serverLines(),
                Integer.parseInt(lines.getOrDefault("initLimit", "")),
                Integer.parseInt(lines.getOrDefault("syncLimit", "")),
                Map.of(),
                Map.of(),
                new Ensemble.Links(false, DIAL_MS, PeerWay.LINKS),
                new Ensemble.Serving(
                        isOn(lines, "localSessionsEnabled", false),
                        isOn(lines, "localSessionsUpgradingEnabled", false),
                        isOn(lines, "readonlymode.enabled", false),
                        isOn(lines, "leaderServes", true)));
    }

    private static boolean isOn(Map<String, String> lines, String key, boolean usual) {
        String said = lines.getOrDefault(key, Boolean.toString(usual));
        return said.equals("true") || said.equals("yes");
    }

    /** The ports are stand-ins: members find each other by the {@link AddressBook}. */
    private List<ServerLine> serverLines() {
        return members().stream()
                .map(
                        id ->
                                new ServerLine(
                                        id,
                                        List.of(new ServerLine.Address(HOST, id, ELECTION + id)),
                                        votes(id)
                                                ? ServerLine.Role.PARTICIPANT
                                                : ServerLine.Role.OBSERVER,
                                        Optional.empty()))
                .toList();
    }
}
