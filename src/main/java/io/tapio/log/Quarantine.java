package io.tapio.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where damaged files are put, each below the directory it was found in, and never deleted by us.
 *
 * <p>Before anything is moved a file says why; it is moved last, when the journal itself knows that
 * its disk may lack something. So an interruption never leaves a member that claims too much.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    static final String DIRECTORY = "quarantine";

    /** There while damage was found and is not settled. */
    static final String BEGUN = "quarantine-begun";

    private static final DateTimeFormatter NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Storage storage;
    private final Path begun;
    private final String name;

    Quarantine(LogDirectories directories) {
        this.storage = directories.storage();
        this.begun = directories.snapshots().resolve(BEGUN);
        this.name = NAMES.format(storage.now());
    }

    boolean isBegun() {
        return storage.exists(begun);
    }

    /** From now on this disk may lack something, whatever becomes of us. */
    void begin(String finding) throws IOException {
        if (isBegun()) return;

        storage.replace(begun, ByteBuffer.wrap((finding + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Moves a file away, if it is there; says where it is now. */
    Path take(Path file) throws IOException {
        Path place = place(file);
        if (!storage.exists(file)) return place;

        storage.rename(file, place);
        LOG.warn("quarantined file={} as={}", file, place);
        return place;
    }

    /** The journal knows. */
    void end() throws IOException {
        storage.rename(begun, place(begun).resolveSibling("finding.txt"));
    }

    private Path place(Path file) {
        Path directory = file.resolveSibling(DIRECTORY).resolve(name);
        try {
            storage.createDirectories(directory);
        } catch (IOException unusable) {
            throw new UnusableDirectory(directory, unusable);
        }
        return directory.resolve(file.getFileName());
    }
}
