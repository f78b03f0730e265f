package io.tapio.log;

import io.tapio.jute.EntryRuns;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is on disk while the log goes on writing: entries for those who lag behind, and the
 * newest snapshot for those who are too far behind. For threads that may wait.
 */
public final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");

    private final Storage storage;
    private final UUID journal;
    private final Shelves store;
    private final Consumer<Zxid> onDamage;
    private final Signposts signposts = new Signposts();
    private final Set<Zxid> damaged = ConcurrentHashMap.newKeySet(); // snapshots not to be sent

    /** {@code onDamage} hears after which entry the log can be read, if it is less than it was. */
    LogReader(Storage storage, UUID journal, Shelves store, Consumer<Zxid> onDamage) {
        this.onDamage = onDamage;
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
            boolean leadsOn =
                    startAfter(at).isPresent() && store.ends().view().objection(at).isEmpty();
            if (damaged.contains(at) || !leadsOn) continue;
            try {
                return Optional.of(
                        new SnapshotStream(
                                at, store.snapshots().chunks(at), () -> damaged.add(at)));
            } catch (NoSuchFileException deleted) {
                LOG.debug("deleted while it was looked for: {}", deleted.getMessage());
            } catch (DamagedLog notReadable) {
                damaged.add(at);
                LOG.warn("a snapshot cannot be sent: {}", notReadable.finding());
            }
        }
        return Optional.empty();
    }

    private Optional<Journal.Segment> startAfter(Zxid at) {
        return Journal.startAfter(store.segments(), at);
    }

    /** A snapshot being read; it stays readable when its file is deleted. */
    public static final class SnapshotStream implements Closeable {
        private final Zxid at;
        private final Snapshots.Chunks chunks;
        private final Runnable onDamage;

        SnapshotStream(Zxid at, Snapshots.Chunks chunks, Runnable onDamage) {
            this.at = at;
            this.chunks = chunks;
            this.onDamage = onDamage;
        }

        public Zxid at() {
            return at;
        }

        /** The next chunk; {@link Bytes#EMPTY} at the end. Damaged, it is not offered again. */
        public Bytes next() throws IOException {
            try {
                return chunks.hasNext() ? chunks.next() : Bytes.EMPTY;
            } catch (DamagedLog | UncheckedIOException notReadable) {
                onDamage.run();
                throw new IOException(FailureReason.of(notReadable), notReadable);
            }
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
    public final class Cursor implements Closeable {
        private Zxid at = Zxid.NONE; // given out last
        private Zxid highest = Zxid.NONE; // in the segment so far
        private Journal.@Nullable Segment segment;
        private @Nullable StoredFile file;
        private @Nullable SegmentCursor records;
        private @Nullable Entries rest; // of the record read last
        private EpochEnds.View ends = store.ends().view(); // when the reader came
        private String obstacle = ""; // what the last step met, if not an entry

        private Cursor() {}

        /**
         * The entries after {@code after}, at most up to {@code upTo}, which is on disk: one run of
         * about so many bytes. Throws if they cannot be read, or not any more.
         */
        public Entries next(Zxid after, Zxid upTo, int maxBytes) throws IOException {
            ends = store.ends().view();
            Optional<String> objection = ends.objection(after);
            if (objection.isPresent()) throw gone(objection.get());

            if (records == null || !after.equals(at) || isReplaced()) seek(after);
            List<Entries> found = gather(upTo, maxBytes);
            if (found.isEmpty()) throw gone("nothing can be read after " + after + obstacle);

            return EntryRuns.joined(found);
        }

        /** Whether another history has taken the place of the one that is being read. */
        private boolean isReplaced() {
            Journal.Segment now = segment;
            return now != null
                    && store.segments().stream()
                            .map(Journal.Segment::header)
                            .anyMatch(
                                    each ->
                                            each.replaces()
                                                    && each.firstSequence()
                                                            > now.header().firstSequence());
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
                    : first.isAfter(at) && first.counter() == 1 && ends.isEnd(at);
        }

        private IOException gone(String what) {
            close();
            return new IOException(what);
        }

        private void seek(Zxid after) throws IOException {
            close();
            var start = startAfter(after);
            if (start.isEmpty()) throw new IOException("entries after " + after + " were purged");

            signposts.forgetBefore(store.segments().getFirst().header().firstSequence());
            at = after;
            open(start.get(), signposts.before(after, start.get()));
        }

        private void open(Journal.Segment next, Signposts.Post from) throws IOException {
            StoredFile opened = file(next);
            try {
                records = new SegmentCursor(opened, from.place(), new RecordFormat(journal));
            } catch (IOException | RuntimeException failure) {
                opened.close();
                throw failure;
            }
            highest = from.highest();
            segment = next;
            file = opened;
        }

        private StoredFile file(Journal.Segment next) throws IOException {
            try {
                return storage.read(next.path());
            } catch (NoSuchFileException deleted) {
                throw new IOException("entries after " + at + " were purged", deleted);
            }
        }

        /** The next part that counts, not after {@code upTo}; null where the disk has no more. */
        private @Nullable Entries take(Zxid upTo) throws IOException {
            Entries run = rest;
            rest = null;
            while (true) {
                if (run == null) run = read();
                if (run == null) return null;

                Zxid counts = ends.lastThatCounts(run.last());
                Zxid end = History.min(counts, upTo);
                if (end.isAfter(at) && !run.first().isAfter(end)) {
                    if (counts.isAfter(end)) rest = run;
                    return EntryRuns.between(run, at, end);
                }
                if (counts.isAfter(at) && run.first().isAfter(upTo)) {
                    rest = run; // not wanted yet
                    return null;
                }
                run = null; // cut, or given out already
            }
        }

        /** The next entries in the files, whether they count or not; null if there are no more. */
        private @Nullable Entries read() throws IOException {
            boolean fresh = false; // what is written beside us may come late into our sight
            while (true) {
                Journal.Segment now = Invariant.present(segment, "a cursor is somewhere");
                SegmentCursor here = Invariant.present(records, "a cursor is somewhere");
                SegmentCursor.Step step = step(now, here, fresh);
                if (step instanceof SegmentCursor.Found found) {
                    fresh = false;
                    if (found.fact() instanceof JournalFact.EntriesAppended appended) {
                        highest = History.max(highest, appended.entries().last());
                        signposts.passed(now, here, highest);
                        return appended.entries();
                    }
                } else if (step instanceof SegmentCursor.Sealed && openNext(now, here)) {
                    fresh = false;
                } else if (!fresh) {
                    here.refresh();
                    fresh = true;
                } else {
                    boolean bad = step instanceof SegmentCursor.Broken;
                    obstacle = bad ? ", damaged: %s, %s".formatted(now.path(), step) : "";
                    doubt(now);
                    return null;
                }
            }
        }

        /** If a segment that has a successor is no good, others must begin behind it. */
        private void doubt(Journal.Segment now) {
            store.segments().stream()
                    .map(Journal.Segment::header)
                    .filter(each -> each.firstSequence() > now.header().firstSequence())
                    .findFirst()
                    .ifPresent(
                            next -> {
                                LOG.warn(
                                        "an old segment is damaged file={}{}",
                                        now.path(),
                                        obstacle);
                                onDamage.accept(next.before().last());
                            });
        }

        /** A file that is trimmed beside us ends earlier than it did when it was opened. */
        private SegmentCursor.Step step(Journal.Segment now, SegmentCursor here, boolean fresh)
                throws IOException {
            try {
                return here.next();
            } catch (IOException shorter) {
                if (fresh) {
                    doubt(now);
                    throw shorter;
                }
                return SegmentCursor.Blank.BLANK; // as far as we can see; looked at anew
            }
        }

        /** Goes on to the segment that follows; not if this one has grown since it was read. */
        private boolean openNext(Journal.Segment now, SegmentCursor here) throws IOException {
            for (Journal.Segment each : store.segments()) {
                if (each.header().firstSequence() == here.sequence() + 1 && !each.equals(now)) {
                    if (each.header().replaces()) throw gone("another history took its place");
                    closeFile();
                    open(each, Signposts.atBegin(each));
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
