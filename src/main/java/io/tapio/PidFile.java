package io.tapio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code tapio.pid} in the data directory: the number of the process that serves it. */
final class PidFile {
    private final Path file;

    PidFile(Path dataDir) {
        this.file = dataDir.resolve("tapio.pid");
    }

    void write() throws IOException {
        Files.writeString(file, Long.toString(ProcessHandle.current().pid()) + "\n");
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
