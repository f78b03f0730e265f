package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.log.Fold;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import io.tapio.tree.DataTree;
import io.tapio.txn.EntriesReader;
import io.tapio.txn.EntriesWriter;
import io.tapio.txn.TxnCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state while the journal is read into it: a snapshot, then the entries after it, of
 * which only the committed ones are applied.
 */
public final class RecoveringState implements Fold {
    private static final Silence SILENCE = new Silence();

    private static final int VERSION_IN_ENSEMBLE = -1; // as in ZooKeeper, until it is changed

    private final StateSettings settings;
    private final Optional<Bytes> members;
    private final Deque<TxnCodec.Decoded> pending = new ArrayDeque<>();
    private ReplicatedState state;

    /** That of a server on its own. */
    public RecoveringState(StateSettings settings) {
        this(settings, Optional.empty());
    }

    /**
     * @param members the text of the ensemble that this server was configured to be in
     */
    public RecoveringState(StateSettings settings, Optional<Bytes> members) {
        this.settings = settings;
        this.members = members;
        this.state = ReplicatedState.fresh(settings);
    }

    @Override
    public void load(Iterator<Bytes> chunks) {
        Invariant.holds(state.applied().equals(Zxid.NONE), "a snapshot comes before entries");
        state = SnapshotReader.read(chunks, settings);
    }

    /** Entries that the snapshot holds already are passed over. */
    @Override
    public void append(Entries entries) {
        if (entries.last().isAfter(state.applied())) state.logged(entries);
        for (var each = new EntriesReader(entries); each.hasNext(); ) {
            if (each.nextZxid().isAfter(state.applied())) pending.add(each.next());
            else each.skip();
        }
    }

    @Override
    public void commit(Zxid upTo) {
        while (!pending.isEmpty() && !pending.peek().header().zxid().isAfter(upTo)) {
            TxnCodec.Decoded entry = pending.remove();
            state.apply(entry.header(), entry.txn(), SILENCE);
        }
    }

    @Override
    public void truncate(Zxid last) {
        while (!pending.isEmpty() && pending.peekLast().header().zxid().isAfter(last)) {
            pending.removeLast();
        }
    }

    /** Says nothing of a point that a snapshot has passed already. */
    @Override
    public void check(DigestMark mark) {
        commit(mark.at());
        if (mark.at().equals(Zxid.NONE) || !state.applied().equals(mark.at())) return;

        Invariant.holds(
                state.tree().digest() == mark.digest(),
                "the tree read back at " + mark.at() + " is the one that was written");
    }

    /**
     * The state that was read. What {@code /zookeeper/config} holds is this server's configuration
     * as it is now, whatever a snapshot of earlier or of another member said: it is no part of what
     * the log adds up to.
     */
    public ReplicatedState state() {
        int version = members.isPresent() ? VERSION_IN_ENSEMBLE : 0;
        state.tree().setData(DataTree.CONFIG_PATH, members.orElse(Bytes.EMPTY), version, 0, 0);
        return state;
    }

    /** The entries that are logged but not known to be committed, as runs of one epoch each. */
    public List<Entries> pending() {
        var runs = new ArrayList<Entries>();
        var writer = new EntriesWriter();
        Zxid before = Zxid.NONE;
        for (TxnCodec.Decoded entry : pending) {
            boolean newEpoch = entry.header().zxid().epoch() != before.epoch();
            if (newEpoch && !writer.isEmpty()) runs.add(writer.take());
            writer.add(entry.header(), entry.txn());
            before = entry.header().zxid();
        }
        if (!writer.isEmpty()) runs.add(writer.take());
        return runs;
    }

    /** While recovering nobody listens. */
    private static final class Silence implements Applier.Effects {
        @Override
        public void changed(TreeChange change, long zxid) {}

        @Override
        public void opened(SessionEntry session) {}

        @Override
        public void closed(SessionEntry session) {}

        @Override
        public @Nullable JuteWriter reply() {
            return null;
        }
    }
}
