package io.tapio.log;

import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a journal, opened for appending. One thread uses it.
 *
 * <p>What can wait is not done by {@link #append} but by {@link #work}, a slice at a time: growing
 * the segment before it is used up, making the next one. After an error nothing works any more:
 * what an fsync that failed has left behind nobody knows, so it is read anew by a new process.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int BUFFER_BYTES_KEPT = 16 << 20;
    private static final int ROLL_RETRY_TICKS = 30;

    /** A segment on disk, by its header. */
    record Segment(Path path, SegmentHeader header) {}

    /** Where a journal that was just opened stands. */
    record Place(long sequence, int crc, History history) {}

    private final LogSettings settings;
    private final Storage storage;
    private final Path directory;
    private final RecordFormat format;
    private final DurableMark mark;
    private final FsyncWatch fsyncs;
    private volatile List<Segment> segments; // oldest first; the last one is active
    private ActiveSegment active;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private long sequence; // of the last record
    private int crc; // of the last record
    private History history;
    private final EpochEnds ends = new EpochEnds();

    private @Nullable SpareSegment spare;
    private boolean rollWanted;
    private int ticksToRoll; // after a failure to make the next segment
    private long extendTo;
    private boolean stuck; // the disk had no room for more when it was last tried
    private boolean full;
    private @Nullable IOException failure;

    Journal(
            LogSettings settings,
            Storage storage,
            Path directory,
            RecordFormat format,
            DurableMark mark,
            FsyncWatch fsyncs,
            List<Segment> segments,
            ActiveSegment active,
            Place place) {
        this.settings = settings;
        this.storage = storage;
        this.directory = directory;
        this.format = format;
        this.mark = mark;
        this.fsyncs = fsyncs;
        this.segments = List.copyOf(segments);
        this.active = active;
        this.sequence = place.sequence();
        this.crc = place.crc();
        this.history = place.history();
    }

    /** Writes a fact; durable on return. */
    void append(long number, JournalFact fact) throws IOException {
        if (failure != null) throw failure;
        Invariant.holds(number == sequence + 1, "facts are numbered without gaps");
        Invariant.holds(history.objection(fact).isEmpty(), "a fact follows from those before it");
        try {
            write(fact);
        } catch (IOException error) {
            throw failed("append to", error);
        }
    }

    private void write(JournalFact fact) throws IOException {
        int bytes = RecordFormat.bytes(fact);
        active.unseal();
        makeRoom(bytes + RecordFormat.FOOTER_BYTES);
        ByteBuffer out = buffer(bytes);
        int newCrc = format.write(fact, sequence + 1, active.position(), crc, out);
        active.write(out);
        fsyncs.force(active);

        ends.add(fact, history.last());
        sequence++;
        crc = newCrc;
        history = history.after(fact);
        mark.update(sequence, active.header().firstSequence(), active.position());
        fsyncs.figures().appended(bytes);
    }

    /** Whoever keeps to {@link #spaceBytes} never waits here. */
    private void makeRoom(long bytes) throws IOException {
        long needed = active.position() + bytes;
        while (active.extent() < needed) active.fillTowards(needed);
    }

    private ByteBuffer buffer(int bytes) {
        if (bytes <= buffer.capacity()) return buffer;

        ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(bytes, 2 * buffer.capacity()));
        if (larger.capacity() <= BUFFER_BYTES_KEPT) buffer = larger;
        return larger;
    }

    /** How many bytes of entries can be appended before the file must grow. */
    long spaceBytes() {
        return Math.max(0, active.room() - settings.reserveBytes());
    }

    /** Whether the disk is full and the rest of the segment is all there is. */
    boolean isFull() {
        return full;
    }

    /** A snapshot begins: what follows it should stand in a segment of its own. */
    void rollSoon() {
        rollWanted = true;
        ticksToRoll = 0;
    }

    boolean hasWork() {
        return failure == null && (spare != null || rollDue() || extensionDue());
    }

    /** Does a slice of what can wait. True if {@link #spaceBytes} or {@link #isFull} changed. */
    boolean work() throws IOException {
        if (failure != null || !hasWork()) return false;

        return (spare != null || rollDue()) ? workOnRoll() : workOnExtension();
    }

    /** To be called about once a second. Returns as {@link #work}. */
    boolean tick() throws IOException {
        if (failure != null) return false;

        if (ticksToRoll > 0) ticksToRoll--;
        try {
            mark.force();
        } catch (IOException error) {
            throw failed("keep the mark of", error);
        }
        return stuck && workOnExtension();
    }

    private boolean rollDue() {
        boolean worthIt = sequence >= active.header().firstSequence();
        boolean wanted = rollWanted || active.position() >= settings.segmentBytes();
        return worthIt && wanted && ticksToRoll == 0;
    }

    private boolean extensionDue() {
        return stuck ? !full && isShort() : active.extent() < extendTo || isShort();
    }

    private boolean isShort() {
        return active.room() < settings.preallocBytes() / 2;
    }

    /** A disk with a little room left may give us enough; then it is not full yet. */
    private boolean workOnExtension() throws IOException {
        if (active.extent() >= extendTo) extendTo = active.extent() + settings.preallocBytes();
        boolean wasFull = full;
        boolean wasStuck = stuck;
        try {
            active.fillTowards(extendTo);
            stuck = false;
        } catch (IOException error) {
            if (!Storage.isFull(error)) throw failed("extend", error);
            stuck = true;
            extendTo = active.extent();
        }
        full((stuck || full) && isShort());
        boolean done = !stuck && active.extent() >= extendTo;
        return done || full != wasFull || stuck != wasStuck;
    }

    private void full(boolean now) {
        if (now == full) return;

        full = now;
        if (now)
            LOG.warn("disk full: only what needs no more room is taken file={}", active.path());
        else LOG.info("disk has room again: everything is taken file={}", active.path());
    }

    private boolean workOnRoll() throws IOException {
        try {
            if (spare == null) spare = SpareSegment.begin(storage, directory);
            if (!spare.fillTowards(settings.preallocBytes())) return false;
        } catch (IOException error) {
            doWithoutRoll(error);
            return false;
        }
        return roll(history, false);
    }

    /** There is room in the old segment; only its place on disk is not given back as early. */
    private void doWithoutRoll(IOException error) {
        LOG.warn(
                "cannot begin a new segment because {}, going on in {}",
                error.getMessage(),
                active.path());
        discardSpare();
        rollWanted = false;
        ticksToRoll = ROLL_RETRY_TICKS;
    }

    private boolean roll(History before, boolean replaces) throws IOException {
        SpareSegment next = Objects.requireNonNull(spare);
        var header =
                new SegmentHeader(
                        format.journal(),
                        settings.member().value(),
                        replaces,
                        sequence + 1,
                        before,
                        crc);
        try {
            next.entitle(header);
        } catch (IOException error) {
            doWithoutRoll(error);
            return false;
        }
        try {
            seal();
            replaceActive(next.enter(header));
        } catch (IOException error) {
            throw failed("seal", error);
        }
        history = before;
        return true;
    }

    private void replaceActive(ActiveSegment next) {
        ActiveSegment old = active;
        active = next;
        var more = new ArrayList<>(segments);
        more.add(new Segment(next.path(), next.header()));
        segments = List.copyOf(more);
        spare = null;
        rollWanted = false;
        extendTo = 0;
        stuck = false;
        full(false);
        try (old) {
            old.trim();
        } catch (IOException error) {
            // A matter of space only.
            LOG.warn("cannot trim a sealed segment: {}", FailureReason.of(error));
        }
    }

    private void seal() throws IOException {
        ByteBuffer footer = buffer(RecordFormat.FOOTER_BYTES);
        format.writeFooter(history, sequence, active.position(), crc, footer);
        active.seal(footer);
        mark.force();
    }

    /**
     * Begins a new segment after a snapshot that was taken from elsewhere: all entries so far are
     * void. Durable on return; false if there is no room for it.
     */
    boolean replaceBy(Zxid snapshot) throws IOException {
        if (failure != null) throw failure;

        discardSpare();
        try {
            spare = SpareSegment.begin(storage, directory);
            while (!spare.fillTowards(settings.preallocBytes())) {}
        } catch (IOException error) {
            doWithoutRoll(error);
            return false;
        }
        if (!roll(history.replacedBy(snapshot), true)) return false;

        ends.begin(snapshot);
        return true;
    }

    /** The segment from which replay leads on from a snapshot at {@code at}; empty if none does. */
    Optional<Segment> startAfter(Zxid at) {
        return startAfter(segments, at);
    }

    static Optional<Segment> startAfter(List<Segment> segments, Zxid at) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            SegmentHeader header = segments.get(i).header();
            if (!header.before().last().isAfter(at)) return Optional.of(segments.get(i));
            if (header.replaces()) break; // what stands before it leads nowhere
        }
        return Optional.empty();
    }

    /** Whether the journal can be replayed from nothing. */
    boolean reachesBeginning() {
        return segments.getFirst().header().firstSequence() == 1
                && segments.stream().noneMatch(each -> each.header().replaces());
    }

    /** Deletes the segments before {@code first}, oldest first; none of them is needed. */
    void dropBefore(Segment first) throws IOException {
        List<Segment> before = segments.subList(0, segments.indexOf(first));
        segments = segments.subList(before.size(), segments.size());
        ends.forget(base()); // before they go, so that readers know why
        for (Segment each : before) storage.delete(each.path());
    }

    List<Segment> segments() {
        return segments;
    }

    long sequence() {
        return sequence;
    }

    History history() {
        return history;
    }

    LogFigures figures() {
        return fsyncs.figures();
    }

    /** The entry that the first one in the journal follows. */
    Zxid base() {
        Zxid base = segments.getFirst().header().before().last();
        for (Segment each : segments) {
            if (each.header().replaces()) base = each.header().before().last();
        }
        return base;
    }

    EpochEnds ends() {
        return ends;
    }

    /** Ends the journal in good order, if it still is. */
    void close() throws IOException {
        discardSpare();
        try {
            if (failure == null) seal();
        } finally {
            closeFiles();
        }
    }

    /** Lets go of the files as they are. */
    void abandon() {
        discardSpare();
        try {
            closeFiles();
        } catch (IOException error) {
            LOG.warn("cannot close the journal: {}", FailureReason.of(error));
        }
    }

    private void closeFiles() throws IOException {
        try {
            mark.close();
        } finally {
            active.close();
        }
    }

    private void discardSpare() {
        if (spare == null) return;

        try {
            spare.discard();
        } catch (IOException error) {
            LOG.warn("cannot remove the file of the next segment: {}", FailureReason.of(error));
        }
        spare = null;
    }

    private IOException failed(String doing, IOException cause) {
        String reason = "cannot " + doing + " " + active.path() + ": " + cause.getMessage();
        failure = new IOException(reason, cause);
        return failure;
    }
}
