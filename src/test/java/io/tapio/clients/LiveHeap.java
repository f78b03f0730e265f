package io.tapio.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What another JVM's heap holds after a full collection. */
final class LiveHeap {

    private LiveHeap() {}

    /** Bytes of all objects that can be reached in the JVM with this process id. */
    static long bytes(long pid) {
        // Twice, because the first collection only queues what has a cleaner.
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        var total =
                jcmd(pid, "GC.class_histogram")
                        .lines()
                        .filter(line -> line.startsWith("Total"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    private static String jcmd(long pid, String command) {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var process =
                    new ProcessBuilder(program, "" + pid, command)
                            .redirectErrorStream(true)
                            .start();
            try {
                var output = process.getInputStream().readAllBytes();
                if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return new String(output, StandardCharsets.UTF_8);
                }
                throw new AssertionError(
                        command + ": " + new String(output, StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
