package io.tapio.torture.host;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Takes care that no process outlives the program that started it, even when that is broken off.
 */
public final class Orphans {
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    private static final List<String> LEASH = List.of("setpriv", "--pdeathsig", "KILL");

    private static final boolean LEASH_HOLDS =
            Commands.succeeds(
                    Stream.concat(LEASH.stream(), Stream.of("true")).toArray(String[]::new));

    private Orphans() {}

    /** What stands before a command, so that it ends even when this JVM is killed. */
    public static List<String> leash() {
        return LEASH_HOLDS ? LEASH : List.of();
    }

    public static void register(Process process) {
        STARTED.removeIf(ended -> !ended.isAlive());
        STARTED.add(process);
    }
}
