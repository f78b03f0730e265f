package io.tapio.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk in memory; without the right to mount one the test is skipped. */
record SmallDisk(Path directory) implements AutoCloseable {

    static SmallDisk mount(Path directory, String options) {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()));
        return new SmallDisk(directory);
    }

    /** A file that takes up so many bytes. */
    Path ballast(String name, int bytes) {
        try {
            return Files.write(directory.resolve(name), new byte[bytes]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that takes up all that is left. */
    Path fill(String name) {
        Path file = directory.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            for (; ; ) out.write(page);
        } catch (IOException full) {
            return file;
        }
    }

    @Override
    public void close() {
        run("umount", "-l", directory.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
