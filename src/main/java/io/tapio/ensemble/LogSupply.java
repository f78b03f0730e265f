package io.tapio.ensemble;

import io.tapio.log.LogReader;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import io.tapio.peer.Supply;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our log and our snapshots, read piece by piece for those who are behind: from memory what is new,
 * from the disk what is old.
 *
 * <p>Belongs to the loop; reading is done by threads that may wait, one piece of a flow at a time.
 */
final class LogSupply implements Supply {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.member");
    private static final int PIECE_BYTES = 256 << 10;

    private final RecentEntries recent;
    private final Executor readers;
    private final Consumer<Runnable> loop;
    private final Map<Zxid, Deque<LogReader.SnapshotStream>> opened = new HashMap<>();
    private @Nullable LogReader log;

    /** {@code readers} may wait for the disk; {@code loop} brings an answer back to our thread. */
    LogSupply(RecentEntries recent, Executor readers, Consumer<Runnable> loop) {
        this.recent = recent;
        this.readers = readers;
        this.loop = loop;
    }

    void recovered(LogReader reader) {
        log = reader;
    }

    /**
     * Looks for the newest snapshot on disk and keeps it open; says where it is, if there is one.
     */
    void openSnapshot(Consumer<Optional<Zxid>> then) {
        LogReader reader = reader();
        readers.execute(
                () -> {
                    try {
                        var found = reader.newestSnapshot();
                        loop.accept(() -> then.accept(found.map(this::keep)));
                    } catch (IOException | RuntimeException unreadable) {
                        LOG.warn("no snapshot can be sent: {}", unreadable.getMessage());
                        loop.accept(() -> then.accept(Optional.empty()));
                    }
                });
    }

    private Zxid keep(LogReader.SnapshotStream stream) {
        opened.computeIfAbsent(stream.at(), at -> new ArrayDeque<>()).add(stream);
        return stream.at();
    }

    /** A snapshot that was opened is not wanted any more. */
    void closeSnapshot(Zxid at) {
        taken(at).ifPresent(stream -> readers.execute(() -> close(stream)));
    }

    private Optional<LogReader.SnapshotStream> taken(Zxid at) {
        Deque<LogReader.SnapshotStream> streams = opened.get(at);
        if (streams == null) return Optional.empty();

        LogReader.SnapshotStream stream = streams.remove();
        if (streams.isEmpty()) opened.remove(at);
        return Optional.of(stream);
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException unclosable) {
            LOG.warn("cannot close what was read: {}", unclosable.getMessage());
        }
    }

    @Override
    public Flow entries(Zxid after, Zxid upTo) {
        return new EntriesFlow(after, upTo);
    }

    @Override
    public Flow snapshot(Zxid at) {
        return new SnapshotFlow(taken(at));
    }

    private LogReader reader() {
        return Invariant.present(log, "a log is recovered before it is read");
    }

    private final class EntriesFlow implements Flow {
        private final Zxid upTo;
        private Zxid at;
        private LogReader.@Nullable Cursor cursor; // touched by one reader at a time
        private boolean closed;

        EntriesFlow(Zxid after, Zxid upTo) {
            this.at = after;
            this.upTo = upTo;
        }

        @Override
        public void next(Taker taker) {
            if (!upTo.isAfter(at)) {
                taker.end();
            } else if (recent.reaches(at)) {
                recent.next(at, upTo, PIECE_BYTES)
                        .ifPresentOrElse(
                                run -> give(run, taker),
                                () -> taker.broken("entries after " + at + " were cut"));
            } else {
                readFromDisk(taker);
            }
        }

        private void readFromDisk(Taker taker) {
            LogReader reader = reader();
            Zxid from = at;
            Zxid to = recent.base().isAfter(upTo) ? upTo : recent.base();
            readers.execute(
                    () -> {
                        try {
                            if (cursor == null) cursor = reader.cursor();
                            Entries run = cursor.next(from, to, PIECE_BYTES);
                            loop.accept(() -> giveIfOpen(run, taker));
                        } catch (IOException | RuntimeException unreadable) {
                            loop.accept(() -> breakOff(unreadable, taker));
                        }
                    });
        }

        private void giveIfOpen(Entries run, Taker taker) {
            if (closed) closeCursor();
            else give(run, taker);
        }

        private void breakOff(Exception unreadable, Taker taker) {
            if (closed) closeCursor();
            else taker.broken("the log cannot be read: " + unreadable.getMessage());
        }

        private void give(Entries run, Taker taker) {
            at = run.last();
            taker.entries(run);
        }

        @Override
        public void close() {
            if (closed) return;

            closed = true;
            closeCursor();
        }

        /** A reader that is at work closes it when it is done. */
        private void closeCursor() {
            LogReader.Cursor open = cursor;
            cursor = null;
            if (open != null) readers.execute(() -> LogSupply.close(open));
        }
    }

    private final class SnapshotFlow implements Flow {
        private final Optional<LogReader.SnapshotStream> stream;
        private boolean closed;

        SnapshotFlow(Optional<LogReader.SnapshotStream> stream) {
            this.stream = stream;
        }

        @Override
        public void next(Taker taker) {
            if (stream.isEmpty()) {
                taker.broken("the snapshot is gone");
                return;
            }
            LogReader.SnapshotStream open = stream.get();
            readers.execute(
                    () -> {
                        try {
                            Bytes chunk = open.next();
                            loop.accept(() -> give(chunk, open, taker));
                        } catch (IOException | RuntimeException unreadable) {
                            loop.accept(
                                    () ->
                                            taker.broken(
                                                    "the snapshot cannot be read: "
                                                            + unreadable.getMessage()));
                        }
                    });
        }

        private void give(Bytes chunk, LogReader.SnapshotStream open, Taker taker) {
            if (closed) return;
            if (chunk.isEmpty()) taker.endOfSnapshot(open.mark());
            else taker.chunk(chunk);
        }

        @Override
        public void close() {
            if (closed) return;

            closed = true;
            stream.ifPresent(open -> readers.execute(() -> LogSupply.close(open)));
        }
    }
}
