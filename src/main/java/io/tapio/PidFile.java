package io.tapio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code tapio.pid} in the data directory: which process serves it, for {@code tapio stop}. */
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

    /** The process that the file names, if it is alive and a server of ours. */
    Optional<ProcessHandle> process() {
        try {
            if (!Files.exists(file)) return Optional.empty();
            long pid = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(PidFile::isTapio);
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** A number may have been given to another process since; one we cannot look at counts. */
    private static boolean isTapio(ProcessHandle process) {
        return process.info()
                .commandLine()
                .map(line -> line.contains("io.tapio.Tapio"))
                .orElse(true);
    }
}
