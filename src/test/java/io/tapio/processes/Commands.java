package io.tapio.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs of the system that do something to processes and networks. */
final class Commands {

    private Commands() {}

    /** Runs a command that must succeed. */
    static void run(String... command) {
        if (!succeeds(command)) throw new AssertionError("failed: " + String.join(" ", command));
    }

    /** Whether the command is there, and allowed, and ends well. */
    static boolean succeeds(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a command prints that must succeed. */
    static String output(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var text = process.getInputStream().readAllBytes();
            if (process.waitFor() == 0) return new String(text, StandardCharsets.UTF_8);
            throw new AssertionError("failed: " + String.join(" ", command));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
