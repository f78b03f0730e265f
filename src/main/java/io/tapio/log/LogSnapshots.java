package io.tapio.log;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;

/**
 * Pekko's snapshot store, kept in our own files.
 *
 * <p>An event-sourced actor takes no commands while a snapshot is saved. So saving is answered at
 * once, goes on in the background, and the outcome is told by {@link SnapshotJob}. The sequence
 * number of a snapshot that is loaded is ours, not Pekko's: a snapshot is older than the journal at
 * the moment it is asked for.
 */
public final class LogSnapshots extends SnapshotStore {
    private static final String WRITERS = "tapio.snapshots";

    private final OpenLogs logs = OpenLogs.of(context().system());
    private final Executor writers = context().system().dispatchers().lookup(WRITERS);

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(
            String persistenceId, SnapshotSelectionCriteria criteria) {
        try {
            return Futures.successful(
                    logs.get(persistenceId)
                            .newestSnapshot()
                            .map(chosen -> selected(persistenceId, chosen)));
        } catch (IOException | RuntimeException failure) {
            return Futures.failed(failure);
        }
    }

    private static SelectedSnapshot selected(String persistenceId, LogStore.Chosen chosen) {
        return SelectedSnapshot.create(
                new SnapshotMetadata(persistenceId, chosen.sequence(), 0), chosen);
    }

    @Override
    @SuppressWarnings("NullAway") // the one value of Void
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        writers.execute((SnapshotJob) snapshot);
        return Futures.successful(null);
    }

    /** Never asked for: old snapshots go when a new one is complete. */
    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return Futures.failed(new UnsupportedOperationException("not deleted singly"));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return Futures.failed(new UnsupportedOperationException("not deleted singly"));
    }
}
