package io.tapio.log;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots in a directory, by the zxid whose state they hold. */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    private static final Pattern TAKEN = Pattern.compile("snapshot-([0-9a-f]{16})\\.snap");
    private static final Pattern PENDING = Pattern.compile("snapshot-([0-9a-f]{16})\\.pending");

    /** How a file becomes a snapshot. */
    enum Standing {
        /** A snapshot of this member's own state. */
        TAKEN(".snap"),
        /** One from elsewhere, which counts once the journal has a segment that begins with it. */
        PENDING(".pending");

        private final String suffix;

        Standing(String suffix) {
            this.suffix = suffix;
        }
    }

    /** A snapshot file is complete and durable. */
    record Written(Zxid at, long bytes) {}

    private final Storage storage;
    private final Path directory;
    private final UUID journal;

    Snapshots(Storage storage, Path directory, UUID journal) {
        this.storage = storage;
        this.directory = directory;
        this.journal = journal;
    }

    static boolean isSnapshot(Path file) {
        String name = file.getFileName().toString();
        return TAKEN.matcher(name).matches() || PENDING.matcher(name).matches();
    }

    /** The snapshots there are, newest first. */
    List<Zxid> taken() throws IOException {
        return matching(TAKEN);
    }

    /** The snapshots that were written and do not count yet. */
    List<Zxid> pending() throws IOException {
        return matching(PENDING);
    }

    private List<Zxid> matching(Pattern names) throws IOException {
        return storage.list(directory).stream()
                .map(file -> names.matcher(file.getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> new Zxid(Long.parseUnsignedLong(matcher.group(1), 16)))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    Path file(Zxid at, Standing standing) {
        return directory.resolve("snapshot-%016x%s".formatted(at.value(), standing.suffix));
    }

    /** Writes what the feed brings, waiting for it. On failure nothing is left behind. */
    Written write(SnapshotFeed feed, Standing standing) throws IOException {
        Path target = file(feed.at(), standing);
        Path draft = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            long bytes = drain(feed, draft);
            storage.rename(draft, target);
            return new Written(feed.at(), bytes);
        } catch (IOException | RuntimeException failure) {
            feed.abandon("the snapshot is not written");
            remove(draft);
            throw failure;
        }
    }

    private long drain(SnapshotFeed feed, Path draft) throws IOException {
        try (StoredFile file = storage.open(draft)) {
            file.truncate(0);
            var writer = new SnapshotFile.Writer(file, journal, feed.at());
            while (true) {
                switch (feed.take()) {
                    case SnapshotFeed.Chunk(Bytes bytes) -> writer.chunk(bytes);
                    case SnapshotFeed.End(DigestMark mark) -> {
                        writer.end(mark);
                        return writer.position();
                    }
                    case SnapshotFeed.Aborted(String reason) -> throw new IOException(reason);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing a snapshot");
        }
    }

    private void remove(Path draft) {
        try {
            storage.delete(draft);
        } catch (IOException error) {
            LOG.warn("cannot remove an unfinished snapshot: {}", FailureReason.of(error));
        }
    }

    /** From now on a pending snapshot counts. */
    void promote(Zxid at) throws IOException {
        storage.rename(file(at, Standing.PENDING), file(at, Standing.TAKEN));
    }

    void delete(Zxid at, Standing standing) throws IOException {
        storage.delete(file(at, standing));
    }

    /** Reads all of a snapshot and returns its digest mark; throws if it is not whole. */
    DigestMark verify(Zxid at) throws IOException {
        Path path = file(at, Standing.TAKEN);
        try (StoredFile file = storage.read(path)) {
            var reader = new SnapshotFile.Reader(path, file, journal, at);
            while (reader.next().isPresent()) {}
            return reader.mark();
        }
    }

    /** The chunks of a snapshot, read as they are asked for. */
    Chunks chunks(Zxid at) throws IOException {
        return chunks(at, Standing.TAKEN);
    }

    Chunks chunks(Zxid at, Standing standing) throws IOException {
        Path path = file(at, standing);
        StoredFile file = storage.read(path);
        try {
            return new Chunks(file, new SnapshotFile.Reader(path, file, journal, at));
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** The chunks of one snapshot, once. */
    static final class Chunks implements Iterator<Bytes>, AutoCloseable {
        private final StoredFile file;
        private final SnapshotFile.Reader reader;
        private Optional<Bytes> next;

        private Chunks(StoredFile file, SnapshotFile.Reader reader) throws IOException {
            this.file = file;
            this.reader = reader;
            this.next = reader.next();
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Bytes next() {
            Bytes chunk = next.orElseThrow(NoSuchElementException::new);
            try {
                next = reader.next();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
            return chunk;
        }

        /** The digest of the state, known after the last chunk. */
        DigestMark mark() {
            return reader.mark();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
