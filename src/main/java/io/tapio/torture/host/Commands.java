package io.tapio.torture.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs of the system that do something to processes and networks. */
public final class Commands {

    private Commands() {}

    /** Runs a command that must succeed. */
    public static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = process.getInputStream().readAllBytes();
            if (process.waitFor() == 0) return;
            var words = String.join(" ", command);
            throw new IllegalStateException(
                    words + ": " + new String(said, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("broken off: " + String.join(" ", command), e);
        }
    }

    /** Whether the command is there, and allowed, and ends well. */
    public static boolean succeeds(String... command) {
        try {
            run(command);
            return true;
        } catch (IllegalStateException notHere) {
            return false;
        }
    }
}
