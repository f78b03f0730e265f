package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Outbox;
import io.tapio.zab.Quorum;
import io.tapio.zab.Vote;
import io.tapio.zab.broadcast.LeaderBroadcast;
import io.tapio.zab.discovery.LeaderDiscovery;
import io.tapio.zab.election.Ballot;

/**
 * One member's part in Zab, from its recovered log to leading. Takes one input at a time and writes
 * what should happen into the outbox; the same inputs always give the same effects.
 */
public final class ZabPeer {

    /** What a member is doing; each phase takes only the inputs that belong to it. */
    private sealed interface Phase {
        record Recovering() implements Phase {}

        record Discovering(LeaderDiscovery discovery) implements Phase {}

        record Leading(int epoch, Zxid endsAt, LeaderBroadcast broadcast) implements Phase {
            /** The last run of the epoch is committed. */
            boolean isOver() {
                return !endsAt.isAfter(broadcast.committed());
            }
        }
    }

    /**
     * An epoch ends well before its counter does (2^32 entries, half a day at full speed): what is
     * left is room for the last run.
     */
    private static final int LAST_COUNTER = 0xfff0_0000;

    private final ServerId self;
    private final Quorum quorum;
    private final int lastCounter;
    private Phase phase = new Phase.Recovering();
    private Zxid lastLogged = Zxid.NONE;

    public ZabPeer(ServerId self, Quorum quorum) {
        this(self, quorum, LAST_COUNTER);
    }

    /** One whose epochs end with the run that reaches {@code lastCounter}, an unsigned number. */
    ZabPeer(ServerId self, Quorum quorum, int lastCounter) {
        Invariant.holds(quorum.voters().contains(self), "a voter knows itself");
        this.self = self;
        this.quorum = quorum;
        this.lastCounter = lastCounter;
    }

    /** The journal has been read: what it promised, what it followed, and where it ends. */
    public void recovered(int acceptedEpoch, int currentEpoch, Zxid logEnd, Outbox out) {
        Invariant.holds(phase instanceof Phase.Recovering, "a member recovers once");
        Invariant.holds(acceptedEpoch >= currentEpoch, "what is followed was accepted before");
        Invariant.holds(currentEpoch >= logEnd.epoch(), "no entry is of an epoch never followed");
        lastLogged = logEnd;
        look(new Vote(self, currentEpoch, logEnd), acceptedEpoch, out);
    }

    private void look(Vote own, int acceptedEpoch, Outbox out) {
        var ballot = new Ballot(quorum);
        ballot.cast(self, own);
        ballot.decided()
                .filter(vote -> vote.leader().equals(self))
                .ifPresent(vote -> discover(acceptedEpoch, out));
    }

    private void discover(int acceptedEpoch, Outbox out) {
        var discovery = new LeaderDiscovery(self, quorum);
        phase = new Phase.Discovering(discovery);
        discovery.onAcceptedBefore(self, acceptedEpoch, out);
    }

    /** The journal has the promise on disk. */
    public void epochAccepted(int epoch, Outbox out) {
        if (phase instanceof Phase.Discovering discovering) {
            discovering.discovery().onAcceptedNew(self, epoch, out);
        }
    }

    /**
     * The journal has the epoch on disk. The whole history up to here is committed by that: a
     * quorum has it, and no later leader can lack it.
     */
    public void epochEstablished(int epoch, Outbox out) {
        Invariant.holds(phase instanceof Phase.Discovering, "an epoch is discovered first");
        Zxid endsAt = Zxid.of(epoch, lastCounter);
        phase = new Phase.Leading(epoch, endsAt, new LeaderBroadcast(quorum, epoch, lastLogged));
        out.commit(lastLogged);
        out.lead(epoch, endsAt);
    }

    /** The next run of writes, numbered and encoded. */
    public void propose(Entries entries, Outbox out) {
        Phase.Leading leading = leading();
        Invariant.holds(
                leading.endsAt().isAfter(leading.broadcast().proposed()),
                "nothing follows the last run of an epoch");
        leading.broadcast().propose(entries, out);
    }

    /** Our own disk holds everything up to {@code upTo}; an epoch that ends by it has a next. */
    public void durable(Zxid upTo, Outbox out) {
        lastLogged = upTo;
        Phase.Leading leading = leading();
        leading.broadcast().onLogged(self, upTo, out);
        if (leading.isOver()) discover(leading.epoch(), out);
    }

    public boolean isLeading() {
        return phase instanceof Phase.Leading;
    }

    private Phase.Leading leading() {
        Invariant.holds(phase instanceof Phase.Leading, "only a leader proposes");
        return (Phase.Leading) phase;
    }
}
