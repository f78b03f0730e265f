package io.tapio.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program run to its end, as an operator runs it in a terminal. */
final class Program {
    private static final int PATIENCE_SECONDS = 30;

    /** How it ended, and what stood in the terminal. */
    record Ended(int exitCode, List<String> out, List<String> err) {}

    private Program() {}

    static Ended run(Path directory, String... words) throws Exception {
        var command = new ArrayList<String>();
        command.add(ServerProcess.javaProgram());
        command.addAll(ServerProcess.quietFlags());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(ServerProcess.classPath(entry -> !entry.endsWith("test-classes")));
        command.add("io.tapio.Tapio");
        command.addAll(List.of(words));
        var out = Files.createTempFile(directory, "out", ".txt");
        var err = Files.createTempFile(directory, "err", ".txt");
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + read(out) + read(err));
            }
            return new Ended(process.exitValue(), read(out), read(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> read(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }
}
