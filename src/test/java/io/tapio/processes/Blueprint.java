package io.tapio.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an ensemble is built of: its members, numbered from 1 with the observers last, and what
 * their configurations say beyond the server lines.
 */
record Blueprint(
        Server server, int voters, int observers, List<String> settings, List<String> jvmArgs) {

    Blueprint {
        settings = List.copyOf(settings);
        jvmArgs = List.copyOf(jvmArgs);
    }

    /** Members with ZooKeeper's usual pace: a tick of two seconds. */
    static Blueprint of(int voters) {
        var usual = List.of("tickTime=2000", "initLimit=10", "syncLimit=5");
        return new Blueprint(Server.underTest(), voters, 0, usual, List.of());
    }

    Blueprint by(Server maker) {
        return new Blueprint(maker, voters, observers, settings, jvmArgs);
    }

    Blueprint withObservers(int count) {
        return new Blueprint(server, voters, count, settings, jvmArgs);
    }

    /** One more line of zoo.cfg; it replaces an earlier one of the same key. */
    Blueprint with(String key, Object value) {
        var lines = new ArrayList<>(settings);
        lines.removeIf(line -> line.startsWith(key + "="));
        lines.add(key + "=" + value);
        return new Blueprint(server, voters, observers, lines, jvmArgs);
    }

    Blueprint withJvmArg(String argument) {
        var all = new ArrayList<>(jvmArgs);
        all.add(argument);
        return new Blueprint(server, voters, observers, settings, all);
    }

    List<Integer> ids() {
        return IntStream.rangeClosed(1, voters + observers).boxed().toList();
    }

    boolean isObserver(int id) {
        return id > voters;
    }
}
