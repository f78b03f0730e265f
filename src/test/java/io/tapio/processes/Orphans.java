package io.tapio.processes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes care that no process outlives the tests, even when these are broken off. */
final class Orphans {
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    private Orphans() {}

    static void register(Process process) {
        STARTED.add(process);
        process.onExit().thenAccept(STARTED::remove);
    }
}
