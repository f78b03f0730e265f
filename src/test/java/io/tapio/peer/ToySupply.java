package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A log in which every entry that is asked for exists, and snapshots of any size. Answers at once
 * or, if it has somebody to do so, later.
 */
final class ToySupply implements Supply {
    final AtomicLong givenBytes = new AtomicLong();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    volatile int entryBytes = 1000;
    volatile int pieceBytes = 64 << 10;
    volatile int snapshotChunks = 10;
    volatile String broken = "";
    volatile Consumer<Runnable> later = Runnable::run;

    @Override
    public Flow entries(Zxid after, Zxid upTo) {
        opened.incrementAndGet();
        return new EntriesFlow(after, upTo);
    }

    @Override
    public Flow snapshot(Zxid at) {
        opened.incrementAndGet();
        return new SnapshotFlow(at);
    }

    private abstract class ToyFlow implements Flow {
        private boolean waiting;
        private boolean shut;

        @Override
        public void next(Taker taker) {
            if (waiting || shut) throw new IllegalStateException("one at a time");
            waiting = true;
            asked.incrementAndGet();
            later.accept(
                    () -> {
                        waiting = false;
                        if (shut) return;
                        if (broken.isEmpty()) give(taker);
                        else taker.broken(broken);
                    });
        }

        abstract void give(Taker taker);

        @Override
        public void close() {
            if (shut) throw new IllegalStateException("closed twice");
            shut = true;
            closed.incrementAndGet();
        }
    }

    private final class EntriesFlow extends ToyFlow {
        private final Zxid upTo;
        private Zxid at;

        EntriesFlow(Zxid after, Zxid upTo) {
            this.at = after;
            this.upTo = upTo;
        }

        @Override
        void give(Taker taker) {
            if (!upTo.isAfter(at)) {
                taker.end();
                return;
            }
            Zxid first = at.epoch() == upTo.epoch() ? at.next() : Zxid.of(upTo.epoch(), 1);
            int most = Math.max(1, pieceBytes / (entryBytes + 4));
            int count = (int) Math.min(most, upTo.value() - first.value() + 1);
            Entries run = Toys.entries(first, count, entryBytes);
            at = run.last();
            givenBytes.addAndGet(run.encoded().length());
            taker.entries(run);
        }
    }

    private final class SnapshotFlow extends ToyFlow {
        private final Zxid at;
        private int given;

        SnapshotFlow(Zxid at) {
            this.at = at;
        }

        @Override
        void give(Taker taker) {
            if (given++ == snapshotChunks) {
                taker.endOfSnapshot(new DigestMark(at, given));
                return;
            }
            byte[] chunk = new byte[pieceBytes];
            chunk[0] = (byte) given;
            givenBytes.addAndGet(chunk.length);
            taker.chunk(Bytes.wrap(chunk));
        }
    }
}
