package io.tapio;

import io.tapio.admin.ProposalSizes;
import io.tapio.ensemble.Member;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.replica.Replica;
import io.tapio.state.Outcomes;
import io.tapio.state.Proposal;
import io.tapio.state.Write;
import io.tapio.watch.WatchManager;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The replica's ways to its neighbours. The member is built after the replica, which speaks to it
 * only once it has been spoken to.
 */
final class Corridor implements Replica.Neighbours {
    private final ActorRef<WatchManager.Command> watches;
    private final ProposalSizes sizes;
    private volatile ActorRef<? super Member.Command> member;
    private volatile Consumer<SessionId> readOnly = lastCreated -> {};

    Corridor(
            ActorRef<WatchManager.Command> watches,
            ProposalSizes sizes,
            ActorRef<? super Member.Command> notYetBuilt) {
        this.watches = watches;
        this.sizes = sizes;
        this.member = notYetBuilt;
    }

    void leadTo(ActorRef<? super Member.Command> built) {
        member = built;
    }

    /** Who is to know when clients may read for want of a leader. */
    void tellOfReadOnly(Consumer<SessionId> house) {
        readOnly = house;
    }

    @Override
    public void readOnly(SessionId lastCreated) {
        readOnly.accept(lastCreated);
    }

    @Override
    public void outcomes(Outcomes outcomes) {
        watches.tell(new WatchManager.Pass(outcomes));
    }

    @Override
    public void propose(Proposal proposal) {
        var entries = proposal.entries();
        long count = 1L + entries.last().counter() - entries.first().counter();
        sizes.proposed(entries.encoded().length(), count);
        member.tell(new Member.Propose(proposal));
    }

    @Override
    public void submit(Write write) {
        member.tell(new Member.Submit(write));
    }

    @Override
    public void errand(ServerId to, Bytes errand) {
        member.tell(new Member.Errand(to, errand));
    }

    @Override
    public void confirm(long token) {
        member.tell(new Member.Confirm(token));
    }

    @Override
    public void snapshot(SnapshotFeed feed) {
        member.tell(new Member.Snapshot(feed));
    }
}
