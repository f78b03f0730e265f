package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Map;

/**
 * Everything one member may say to another, grouped by the phase of Zab (DSN 2011) that says it.
 *
 * <p>Election messages may be lost and travel by themselves. All others belong to the link that a
 * learner opened to its leader: they arrive in order, or the link goes down; nothing of an old link
 * ever arrives on a new one.
 */
public sealed interface ZabMessage {

    /** Phase 0: whom do we trust? */
    sealed interface Election extends ZabMessage {}

    /**
     * To all voters while looking; as an answer to one who looks.
     *
     * @param marks how far each voter's disk had come, as far as the sender knows
     */
    record Notification(
            Vote vote,
            long round,
            PeerState state,
            Standing standing,
            Map<ServerId, Zxid> marks,
            long configVersion)
            implements Election {
        public Notification {
            marks = Map.copyOf(marks);
        }
    }

    /** Phase 1: which epoch, whose history? */
    sealed interface Discovery extends ZabMessage {}

    /**
     * Voter to leader, first on the link.
     *
     * @param counts false from one whose disk may have forgotten what it promised
     */
    record FollowerInfo(int acceptedEpoch, boolean counts, long configVersion)
            implements Discovery {}

    /** Observer to leader, first on the link. */
    record ObserverInfo(int acceptedEpoch, long configVersion) implements Discovery {}

    /** Leader to learner: this is my epoch, and my disk has promised it. */
    record LeaderInfo(int epoch) implements Discovery {}

    /**
     * Learner to leader: I follow no older epoch any more, and this is my log.
     *
     * @param fresh the promise is new; if not, it may have been given to another candidate
     */
    record AckEpoch(int currentEpoch, boolean fresh, LogOutline log) implements Discovery {}

    /** Phase 2: make histories equal. */
    sealed interface Sync extends ZabMessage {}

    /** Your log is the beginning of mine; what follows {@code from} comes next. */
    record Diff(Zxid from) implements Sync {}

    /** Cut your log after {@code to}; what follows it comes next. */
    record Trunc(Zxid to) implements Sync {}

    /** My state at {@code at} comes next and replaces your log; then what follows it. */
    record SnapshotOffer(Zxid at) implements Sync {}

    record SyncEntries(Entries entries) implements Sync {}

    /** Leader to learner: that was my history. */
    record NewLeader(int epoch) implements Sync {}

    /** Learner to leader: my disk has that history, then the epoch, and all up to logged. */
    record AckNewLeader(int epoch, Zxid logged) implements Sync {}

    /** Leader to learner: a quorum follows me; serve. All up to {@code committed} is committed. */
    record UpToDate(Zxid committed) implements Sync {}

    /** Phase 3: propose, acknowledge, commit. */
    sealed interface Broadcast extends ZabMessage {}

    /** Leader to voter: put these on disk, in this order. */
    record Proposal(Entries entries) implements Broadcast {}

    /** Voter to leader: my disk has every entry up to and including {@code logged}. */
    record Ack(Zxid logged) implements Broadcast {}

    /** Leader to voter: every entry up to and including {@code upTo} is committed. */
    record Commit(Zxid upTo) implements Broadcast {}

    /** Leader to observer: these are committed. */
    record Inform(Entries entries) implements Broadcast {}

    /** Leader to learners: all is committed, and I go; trust that one without an election. */
    record HandOver(ServerId successor) implements Broadcast {}

    /** Are you there? */
    sealed interface Liveness extends ZabMessage {}

    /** With how far each voter's disk has come for sure. */
    record Ping(long round, Map<ServerId, Zxid> marks) implements Liveness {
        public Ping {
            marks = Map.copyOf(marks);
        }
    }

    /** The answer to the ping of that round. */
    record Pong(long round) implements Liveness {}
}
