package io.tapio.torture;

import io.tapio.torture.host.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small disk of one member's own, in memory, that can be filled to the last byte. */
record Volume(Path folder) implements AutoCloseable {
    private static final String SIZE = "size=160m";
    private static final String BALLAST = "ballast";

    /** Empty where this is not allowed. */
    static Optional<Volume> mount(Path folder) {
        var path = folder.toString();
        boolean mounted = Commands.succeeds("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", path);
        return mounted ? Optional.of(new Volume(folder)) : Optional.empty();
    }

    /** Takes all the space that is left. */
    void fill() {
        try (var out = Files.newOutputStream(folder.resolve(BALLAST))) {
            byte[] page = new byte[4096];
            while (true) out.write(page);
        } catch (IOException full) {
            // so it shall be
        }
    }

    void release() {
        try {
            Files.deleteIfExists(folder.resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Commands.succeeds("umount", "-l", folder.toString());
    }
}
