package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The disk the log stands on; a seam, so that it can be another one, or one that fails. */
public interface Storage {

    /** Opens a file for reading and writing; makes it if it is not there. */
    StoredFile open(Path file) throws IOException;

    /** Opens a file that is there, for reading. */
    StoredFile read(Path file) throws IOException;

    boolean exists(Path file);

    /** The files and directories in {@code directory}, in the order of their names. */
    List<Path> list(Path directory) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /**
     * Keeps a directory that is there for one member, until it is closed; {@link DataDirInUse} if
     * another has it.
     */
    Closeable lock(Path directory) throws IOException;

    /** Renames, replacing what is there, and makes the new name durable. */
    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /** A number that nobody else has. */
    default UUID newId() {
        return UUID.randomUUID();
    }

    /** The time of day. */
    default Instant now() {
        return Instant.now();
    }

    /** Replaces the whole of a small file: afterwards it is the old one or the new one. */
    default void replace(Path file, ByteBuffer content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (StoredFile open = open(draft)) {
            open.truncate(0);
            open.write(content, 0);
            open.force();
        }
        rename(draft, file);
    }

    /** Whether {@code error} says that the disk, or our share of it, is full. */
    static boolean isFull(IOException error) {
        String message = String.valueOf(error.getMessage());
        return message.contains("No space left") || message.contains("Disk quota exceeded");
    }
}
