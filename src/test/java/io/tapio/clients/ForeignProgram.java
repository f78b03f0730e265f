package io.tapio.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program in another language, run to its end with all that it printed. */
final class ForeignProgram {

    record Outcome(int exitCode, String output) {
        boolean isGood() {
            return exitCode == 0;
        }
    }

    private static final int CANNOT_RUN = 127;

    private ForeignProgram() {}

    /** Copies the sources to where a program may leave files beside them. */
    static Path copied(String language) {
        var from = Path.of("src", "test", "clients", language);
        var to = Path.of("target", "clients", language).toAbsolutePath();
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = to.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the command; it and its children are killed when the time is over. */
    static Outcome run(Path directory, Duration limit, List<String> command) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            var output = Files.createTempFile(directory, "output", ".txt");
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            try {
                return run(builder, limit, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Outcome(CANNOT_RUN, e.toString());
        }
    }

    private static Outcome run(ProcessBuilder builder, Duration limit, Path output)
            throws IOException {
        var process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            var text = Files.readString(output, StandardCharsets.UTF_8);
            if (ended) return new Outcome(process.exitValue(), text);
            return new Outcome(CANNOT_RUN, text + "\nnot done after " + limit);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Without what the program needs, its test is left out on a desk and fails in CI. */
    static void needs(String what, Outcome outcome) {
        if ("true".equals(System.getenv("CI"))) {
            if (!outcome.isGood()) throw new AssertionError(what + ": " + outcome.output());
        } else {
            Assumptions.assumeTrue(outcome.isGood(), () -> what + ": " + outcome.output());
        }
    }
}
