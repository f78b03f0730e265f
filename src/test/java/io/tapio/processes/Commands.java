package io.tapio.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs of the system that do something to processes and networks. */
final class Commands {

    private Commands() {}

    /** Runs a command that must succeed. */
    static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = process.getInputStream().readAllBytes();
            if (process.waitFor() == 0) return;
            var words = String.join(" ", command);
            throw new AssertionError(words + ": " + new String(said, StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the command is there, and allowed, and ends well. */
    static boolean succeeds(String... command) {
        try {
            run(command);
            return true;
        } catch (AssertionError notHere) {
            return false;
        }
    }
}
