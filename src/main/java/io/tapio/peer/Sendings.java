package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be sent to one member on its learner link, in order: messages that are ready, and
 * long things that are fetched as their turn comes and as fast as the other side takes them.
 *
 * <p>When much waits, further proposals are not kept but turned into a run of the log that is read
 * again: a slow learner costs a bounded amount of memory. A commit may then come later than it was
 * sent, behind proposals that were sent after it; commits are cumulative, so this changes nothing.
 */
final class Sendings {

    /** Where frames go when their turn has come. */
    interface Way {
        void put(Frame frame);

        /** The bytes that were put and that the other side has not taken yet. */
        long waitingBytes();

        /** What was to be sent cannot be had: the link has no use any more. */
        void fail(String reason);

        /** Our own mistake; the link has no use any more. */
        void broke(RuntimeException mistake);
    }

    private sealed interface Item {}

    private record Ready(Frame frame) implements Item {}

    private static final class Run implements Item {
        final EntriesKind kind;
        final Zxid after;
        Zxid upTo;
        @Nullable Zxid committed; // said when the run is through

        Run(EntriesKind kind, Zxid after, Zxid upTo) {
            this.kind = kind;
            this.after = after;
            this.upTo = upTo;
        }
    }

    private record Snapshot(Zxid at) implements Item {}

    private final PeerCodec codec;
    private final Supply supply;
    private final PeerSettings.Bounds bounds;
    private final Way way;
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long readyBytes; // in items
    private Zxid proposed = Zxid.NONE; // the last entry given for this learner
    private @Nullable Fetch fetch; // goes before all items
    private boolean pumping;
    private boolean closed;

    Sendings(PeerCodec codec, Supply supply, PeerSettings.Bounds bounds, Way way) {
        this.codec = codec;
        this.supply = supply;
        this.bounds = bounds;
        this.way = way;
    }

    void send(PeerMessage message) {
        guarded(() -> add(message));
    }

    private void add(PeerMessage message) {
        if (message instanceof PeerMessage.Said(ZabMessage.Proposal(Entries entries))) {
            propose(entries, message);
        } else if (message instanceof PeerMessage.Said(ZabMessage.Commit(Zxid upTo))
                && items.peekLast() instanceof Run run
                && run.kind == EntriesKind.PROPOSAL) {
            run.committed = upTo;
        } else {
            ready(message);
        }
    }

    private void propose(Entries entries, PeerMessage message) {
        Zxid before = new Zxid(entries.first().value() - 1);
        boolean known = !proposed.equals(Zxid.NONE) && !proposed.isAfter(before);
        Zxid after = known ? proposed : before; // an epoch may have ended between the two
        proposed = entries.last();
        boolean extendable =
                items.peekLast() instanceof Run run
                        && run.kind == EntriesKind.PROPOSAL
                        && run.upTo.equals(after);
        boolean huge = entries.encoded().length() > bounds.maxFrameBytes() / 2;
        if (extendable || huge || waitingBytes() > bounds.foldBytes()) {
            run(EntriesKind.PROPOSAL, after, entries.last());
        } else {
            ready(message);
        }
    }

    void sendEntries(EntriesKind kind, Zxid after, Zxid upTo) {
        if (!upTo.isAfter(after)) return;

        if (kind != EntriesKind.INFORM) proposed = upTo;
        guarded(() -> run(kind, after, upTo));
    }

    /** A run that goes on where the last one ends, and waits itself, is one with it. */
    private void run(EntriesKind kind, Zxid after, Zxid upTo) {
        if (items.peekLast() instanceof Run last && last.kind == kind && last.upTo.equals(after)) {
            last.upTo = upTo;
        } else {
            items.add(new Run(kind, after, upTo));
        }
    }

    void sendSnapshot(Zxid at) {
        proposed = at;
        guarded(() -> items.add(new Snapshot(at)));
    }

    private void ready(PeerMessage message) {
        Frame frame = codec.encode(message);
        if (frame.length() > bounds.maxFrameBytes()) {
            way.fail("a message of " + frame.length() + " bytes is longer than the bound");
        } else if (fetch == null && items.isEmpty()) {
            way.put(frame);
        } else {
            items.add(new Ready(frame));
            readyBytes += frame.length();
        }
        if (waitingBytes() > bounds.maxQueuedBytes()) {
            way.fail("it does not take what is sent to it");
        }
    }

    /** The bytes that are held for the other side. */
    long waitingBytes() {
        return way.waitingBytes() + readyBytes;
    }

    /** Nothing waits, here or on the way. */
    boolean isEmpty() {
        return fetch == null && items.isEmpty() && way.waitingBytes() == 0;
    }

    /** Goes on as far as there is room; to be called when the other side has taken something. */
    void pump() {
        guarded(() -> {});
    }

    /** Takes a first step, then goes on; what goes wrong costs this link and nobody else. */
    private void guarded(Runnable first) {
        if (closed) return;

        boolean outermost = !pumping;
        pumping = true;
        try {
            first.run();
            if (outermost) stepOn();
        } catch (RuntimeException mistake) {
            way.broke(mistake);
        } finally {
            if (outermost) pumping = false;
        }
    }

    private void stepOn() {
        boolean more = true;
        while (more && !closed && way.waitingBytes() < bounds.windowBytes()) {
            more = step();
        }
    }

    private boolean step() {
        Fetch running = fetch;
        if (running != null) return running.ask();

        @Nullable Item next = items.poll();
        if (next == null) return false;

        switch (next) {
            case Ready ready -> {
                readyBytes -= ready.frame().length();
                way.put(ready.frame());
            }
            case Run run -> begin(supply.entries(run.after, run.upTo), Optional.of(run));
            case Snapshot snapshot -> begin(supply.snapshot(snapshot.at()), Optional.empty());
        }
        return true;
    }

    private void begin(Supply.Flow flow, Optional<Run> run) {
        fetch = new Fetch(flow, run);
    }

    /** Nothing more is sent. */
    void close() {
        if (closed) return;

        closed = true;
        items.clear();
        readyBytes = 0;
        if (fetch != null) fetch.flow.close();
        fetch = null;
    }

    /** A long thing that is being sent. */
    private final class Fetch implements Supply.Taker {
        private final Supply.Flow flow;
        private final Optional<Run> run;
        private boolean asked;
        private boolean over;

        Fetch(Supply.Flow flow, Optional<Run> run) {
            this.flow = flow;
            this.run = run;
        }

        /** False if the next piece was asked for and has not come. */
        boolean ask() {
            if (asked) return false;

            asked = true;
            flow.next(this);
            return !asked || over;
        }

        private boolean answered() {
            boolean wanted = asked && !over && !closed;
            asked = false;
            return wanted;
        }

        private void put(PeerMessage message) {
            guarded(() -> putWhole(message));
        }

        private void putWhole(PeerMessage message) {
            Frame frame = codec.encode(message);
            if (frame.length() > bounds.maxFrameBytes()) {
                way.fail("a piece of " + frame.length() + " bytes is longer than the bound");
            } else {
                way.put(frame);
            }
        }

        private void finish() {
            over = true;
            fetch = null;
            flow.close();
        }

        @Override
        public void entries(Entries entries) {
            if (!answered()) return;

            EntriesKind kind = run.map(each -> each.kind).orElse(EntriesKind.SYNC);
            put(new PeerMessage.Said(kind.message(entries)));
        }

        @Override
        public void chunk(Bytes bytes) {
            if (answered()) put(new PeerMessage.SnapshotChunk(bytes));
        }

        @Override
        public void endOfSnapshot(DigestMark mark) {
            if (!answered()) return;

            finish();
            put(new PeerMessage.SnapshotEnd(mark));
        }

        @Override
        public void end() {
            if (!answered()) return;

            finish();
            Optional<Zxid> committed = run.flatMap(each -> Optional.ofNullable(each.committed));
            committed.ifPresent(upTo -> put(new PeerMessage.Said(new ZabMessage.Commit(upTo))));
            pump();
        }

        @Override
        public void broken(String reason) {
            if (!answered()) return;

            finish();
            way.fail("what was to be sent cannot be had: " + reason);
        }
    }
}
