package io.tapio.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Pekko's journal, kept in our own files: a write is one append and one fsync, done at once.
 *
 * <p>Runs on the log's own thread, which may block on the disk. Pekko's serialization is not used.
 */
public final class LogJournal extends AsyncWriteJournal {
    private static final int REPLAY_RECORDS = 64;
    private static final long REPLAY_BYTES = 4 << 20;

    private final OpenLogs logs = OpenLogs.of(context().system());
    private final Executor thread = context().dispatcher();

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
            Iterable<AtomicWrite> messages) {
        List<Optional<Exception>> written = new ArrayList<>(1);
        try {
            for (AtomicWrite message : messages) {
                Journal journal = logs.get(message.persistenceId()).journal();
                // One fsync for each: a crash must not leave more than one unfinished record.
                for (PersistentRepr repr : CollectionConverters.asJava(message.payload())) {
                    journal.append(repr.sequenceNr(), (JournalFact) repr.payload());
                }
                written.add(Optional.empty());
            }
            return Futures.successful(written);
        } catch (IOException | RuntimeException failure) {
            return Futures.failed(failure);
        }
    }

    /** Never asked for: segments are dropped when snapshots allow it. */
    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return Futures.failed(new UnsupportedOperationException("facts are not deleted singly"));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return Futures.successful(logs.get(persistenceId).journal().sequence());
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        Promise<Void> done = Futures.promise();
        LogStore store = logs.get(persistenceId);
        thread.execute(
                new Replay(
                        store.replay(fromSequenceNr, toSequenceNr),
                        persistenceId,
                        replayCallback,
                        thread,
                        done));
        return done.future();
    }

    /** A replay in slices: the log folds one while the next waits its turn on the same thread. */
    private record Replay(
            JournalReplay facts,
            String persistenceId,
            Consumer<PersistentRepr> callback,
            Executor thread,
            Promise<Void> done)
            implements Runnable {

        @Override
        public void run() {
            try {
                if (slice()) {
                    thread.execute(this);
                    return;
                }
                facts.close();
                complete();
            } catch (IOException | RuntimeException failure) {
                facts.abandon();
                done.failure(failure);
            }
        }

        /** False after the last one. */
        private boolean slice() {
            long bytes = 0;
            for (int i = 0; i < REPLAY_RECORDS && bytes < REPLAY_BYTES; i++) {
                JournalReplay.@Nullable Numbered next = facts.next();
                if (next == null) return false;

                bytes += next.bytes();
                callback.accept(repr(next));
            }
            return true;
        }

        private PersistentRepr repr(JournalReplay.Numbered numbered) {
            return PersistentRepr.apply(
                    numbered.fact(),
                    numbered.sequence(),
                    persistenceId,
                    PersistentRepr.Undefined(),
                    false,
                    ActorRef.noSender(),
                    PersistentRepr.Undefined());
        }

        @SuppressWarnings("NullAway") // the one value of Void
        private void complete() {
            done.success(null);
        }
    }
}
