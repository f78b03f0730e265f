package io.tapio.processes;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Takes care that no process outlives the tests, even when these are broken off. */
final class Orphans {
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
    static List<String> leash() {
        return LEASH_HOLDS ? LEASH : List.of();
    }

    static void register(Process process) {
        STARTED.add(process);
        process.onExit().thenAccept(STARTED::remove);
    }
}
