package io.tapio.log;

import io.tapio.jute.EntryRuns;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is on disk while the log goes on writing: entries for those who lag behind, and the
 * newest snapshot for those who are too far behind. For threads that may wait.
 */
public final class LogReader {
    private final Storage storage;
    private final UUID journal;
    private final Shelves store;

    LogReader(Storage storage, UUID journal, Shelves store) {
        this.storage = storage;
        this.journal = journal;
        this.store = store;
    }

    /** Where the files are; may be asked by any thread. */
    interface Shelves {
        List<Journal.Segment> segments();

        EpochEnds ends();

        Snapshots snapshots();
    }

    /** A place in the journal. For one thread at a time. */
    public Cursor cursor() {
        return new Cursor();
    }

    /** The newest snapshot from which the journal leads on; empty if there is none. */
    public Optional<SnapshotStream> newestSnapshot() throws IOException {
        for (Zxid at : store.snapshots().taken()) {
            if (startAfter(at).isPresent()) {
                return Optional.of(new SnapshotStream(at, store.snapshots().chunks(at)));
            }
        }
        return Optional.empty();
    }

    private Optional<Journal.Segment> startAfter(Zxid at) {
        return Journal.startAfter(store.segments(), at);
    }

    /** A snapshot being read; it stays readable when its file is deleted. */
    public static final class SnapshotStream implements AutoCloseable {
        private final Zxid at;
        private final Snapshots.Chunks chunks;

        SnapshotStream(Zxid at, Snapshots.Chunks chunks) {
            this.at = at;
            this.chunks = chunks;
        }

        public Zxid at() {
            return at;
        }

        /** The next chunk; {@link Bytes#EMPTY} at the end. */
        public Bytes next() throws IOException {
            return chunks.hasNext() ? chunks.next() : Bytes.EMPTY;
        }

        /** The digest of the state, known at the end. */
        public DigestMark mark() {
            return chunks.mark();
        }

        @Override
        public void close() throws IOException {
            chunks.close();
        }
    }

    /** Goes through the entries of the journal, forwards. */
    public final class Cursor implements AutoCloseable {
        private Zxid at = Zxid.NONE; // given out last
        private Journal.@Nullable Segment segment;
        private @Nullable StoredFile file;
        private @Nullable SegmentCursor records;
        private @Nullable Entries rest; // of the record read last

        private Cursor() {}

        /**
         * The entries after {@code after}, at most up to {@code upTo}, which is on disk: one run of
         * about so many bytes. Throws if they cannot be read, or not any more.
         */
        public Entries next(Zxid after, Zxid upTo, int maxBytes) throws IOException {
            boolean fresh = records == null || !after.equals(at);
            if (fresh) seek(after);
            List<Entries> found = gather(upTo, maxBytes);
            if (found.isEmpty() && !fresh) {
                seek(after); // what was read ahead is older than what is there now
                found = gather(upTo, maxBytes);
            }
            if (found.isEmpty()) throw gone("nothing can be read after " + after);

            return EntryRuns.joined(found);
        }

        private List<Entries> gather(Zxid upTo, int maxBytes) throws IOException {
            List<Entries> found = new ArrayList<>();
            int bytes = 0;
            while (bytes < maxBytes && upTo.isAfter(at)) {
                Entries part = take(upTo);
                if (part == null) break;
                boolean another =
                        !found.isEmpty()
                                && part.first().epoch() != found.getFirst().first().epoch();
                if (another) {
                    rest = part;
                    break;
                }
                if (!follows(part)) throw gone("the entry after " + at + " is not there");
                found.add(part);
                bytes += part.encoded().length();
                at = part.last();
            }
            return found;
        }

        private boolean follows(Entries part) {
            Zxid first = part.first();
            return first.epoch() == at.epoch()
                    ? first.value() == at.value() + 1
                    : first.isAfter(at) && first.counter() == 1;
        }

        private IOException gone(String what) {
            close();
            return new IOException(what);
        }

        private void seek(Zxid after) throws IOException {
            close();
            var start = startAfter(after);
            if (start.isEmpty()) throw new IOException("entries after " + after + " were purged");

            at = after;
            open(start.get());
        }

        private void open(Journal.Segment next) throws IOException {
            StoredFile opened = storage.open(next.path());
            segment = next;
            file = opened;
            records = new SegmentCursor(opened, next.header(), new RecordFormat(journal));
        }

        /** The next part that counts, not after {@code upTo}; null where the disk has no more. */
        private @Nullable Entries take(Zxid upTo) throws IOException {
            Entries run = rest;
            rest = null;
            while (true) {
                if (run == null) run = read();
                if (run == null) return null;

                Zxid end = end(run, upTo);
                if (end.isAfter(at) && !run.first().isAfter(end)) {
                    if (run.last().isAfter(end)) rest = run;
                    return EntryRuns.between(run, at, end);
                }
                run = null; // cut, or given out already
            }
        }

        private Zxid end(Entries run, Zxid upTo) {
            int epoch = run.first().epoch();
            if (!store.ends().has(epoch)) return Zxid.NONE;

            Zxid counts = store.ends().endOf(epoch).orElse(run.last());
            Zxid least = counts.isAfter(run.last()) ? run.last() : counts;
            return least.isAfter(upTo) ? upTo : least;
        }

        private @Nullable Entries read() throws IOException {
            while (records != null) {
                switch (records.next()) {
                    case SegmentCursor.Found(JournalRecord record, JournalFact fact) -> {
                        if (fact instanceof JournalFact.EntriesAppended appended) {
                            return appended.entries();
                        }
                    }
                    case SegmentCursor.Sealed sealed -> {
                        if (!openNext()) return null;
                    }
                    // What is written beside us, or the end: looked at anew the next time.
                    case SegmentCursor.Blank blank -> {
                        close();
                        return null;
                    }
                    case SegmentCursor.Broken broken -> {
                        close();
                        return null;
                    }
                }
            }
            return null;
        }

        private boolean openNext() throws IOException {
            Journal.Segment now = segment;
            closeFile();
            if (now == null) return false;

            for (Journal.Segment each : store.segments()) {
                if (each.header().firstSequence() > now.header().firstSequence()) {
                    if (each.header().replaces()) throw gone("another history took its place");
                    open(each);
                    return true;
                }
            }
            return false;
        }

        private void closeFile() {
            StoredFile opened = file;
            file = null;
            segment = null;
            records = null;
            if (opened == null) return;
            try {
                opened.close();
            } catch (IOException error) {
                // It was only read.
            }
        }

        @Override
        public void close() {
            closeFile();
            rest = null;
        }
    }
}
