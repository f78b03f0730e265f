package io.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tapio dev} as somebody runs it in a terminal; members start as {@code tools/tapio} would.
 */
@Timeout(120)
class DevEnsembleTest {
    private static final int PORT = 17_421; // below those that systems give away
    private static final Pattern MEMBER =
            Pattern.compile(" *member (\\d) +(\\w+) +pid (\\d+) +port (\\d+) .*");

    @TempDir Path directory;
    private Process dev;
    private BufferedReader out;

    @BeforeEach
    void start() throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        String program =
                "%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' -Dtapio.script='%s' io.tapio.Tapio"
                        .formatted(java, System.getProperty("java.class.path"), script());
        Files.writeString(script(), "#!/bin/sh\nexec " + program + " \"$@\"\n");
        Files.setPosixFilePermissions(script(), PosixFilePermissions.fromString("rwxr-xr-x"));
        dev =
                new ProcessBuilder(
                                script().toString(),
                                "dev",
                                "--port=" + PORT,
                                "--dir",
                                directory.resolve("ensemble").toString())
                        .redirectErrorStream(true)
                        .start();
        out = dev.inputReader();
    }

    private Path script() {
        return directory.resolve("tapio");
    }

    @AfterEach
    void stop() {
        dev.descendants().forEach(ProcessHandle::destroyForcibly);
        dev.destroyForcibly();
    }

    private List<String> readUntil(Predicate<String> last) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (last.test(line)) return lines;
        }
        throw new AssertionError("ended early: " + lines);
    }

    private record Shown(String role, long pid, int port) {}

    @Test
    void anEnsembleServesTellsOfADeadMemberAndEndsWhole() throws Exception {
        var greeting = readUntil(line -> line.contains("Ctrl-C"));
        var members =
                greeting.stream()
                        .map(MEMBER::matcher)
                        .filter(match -> match.matches())
                        .map(
                                match ->
                                        new Shown(
                                                match.group(2),
                                                Long.parseLong(match.group(3)),
                                                Integer.parseInt(match.group(4))))
                        .toList();
        assertThat(members).extracting(Shown::port).containsExactly(PORT, PORT + 1, PORT + 2);
        assertThat(members)
                .extracting(Shown::role)
                .containsExactlyInAnyOrder("leader", "follower", "follower");

        var leader = members.stream().filter(it -> it.role().equals("leader")).findFirst();
        ProcessHandle.of(leader.orElseThrow().pid()).orElseThrow().destroyForcibly();
        assertThat(readUntil(line -> line.contains("has ended")).getLast())
                .contains("(exit code 137); start it again: " + script() + " start --config ");

        dev.toHandle().destroy(); // of the process itself it would close the streams, too
        readUntil(line -> line.equals("All members started here have ended."));
        assertThat(dev.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(dev.exitValue()).isZero();
        assertThat(members).noneMatch(it -> ProcessHandle.of(it.pid()).isPresent());
    }
}
