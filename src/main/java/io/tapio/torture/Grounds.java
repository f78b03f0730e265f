package io.tapio.torture;

import io.tapio.torture.history.Call;
import java.util.List;
import java.util.stream.IntStream;

/** The nodes on which the clients meet. */
final class Grounds {
    static final String ROOT = "/torture";
    static final String QUEUE = ROOT + "/queue";
    static final String LIVE = ROOT + "/live";
    static final List<String> REGISTERS = several("register", 8);

    /** Nodes that one client at a time makes its own. */
    static final List<String> LOCKS = several("lock", 4);

    private Grounds() {}

    private static List<String> several(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> ROOT + "/" + name + "-" + i).toList();
    }

    /** What must be there before the clients come. */
    static List<Call> preparations() {
        return IntStream.range(0, REGISTERS.size() + 3)
                .mapToObj(Grounds::path)
                .map(path -> (Call) new Call.Create(path, "", Call.Mode.PERSISTENT))
                .toList();
    }

    private static String path(int i) {
        return switch (i) {
            case 0 -> ROOT;
            case 1 -> QUEUE;
            case 2 -> LIVE;
            default -> REGISTERS.get(i - 3);
        };
    }
}
