package io.tapio.admin;

import io.tapio.ensemble.Retinue;
import io.tapio.model.Zxid;
import java.util.Optional;

/** What was heard of this server's place in its ensemble, summed up for {@code mntr}. */
final class EnsembleNews {
    private final int voters;
    private final ProposalSizes proposals;
    private Role role;
    private int epoch;
    private long sinceMs;
    private Retinue retinue = Retinue.NONE;
    private Summary elections = Summary.NOTHING;
    private long lookings;

    /** A server on its own has no voters beside it: {@code voters} is 0 then. */
    EnsembleNews(int voters, ProposalSizes proposals, long nowMs) {
        this.voters = voters;
        this.proposals = proposals;
        this.sinceMs = nowMs;
        this.role = voters == 0 ? Role.STANDALONE : Role.LOOKING;
        this.lookings = voters == 0 ? 0 : 1;
    }

    boolean isAlone() {
        return voters == 0;
    }

    Role role() {
        return role;
    }

    /** An election lasts from the loss of one role to the next; reading only is not one. */
    void roleChanged(Role now, int inEpoch, long nowMs) {
        boolean goesOn = role.hasNoQuorum() && now.hasNoQuorum();
        if (!goesOn) {
            if (role.hasNoQuorum()) elections = elections.with(nowMs - sinceMs);
            if (now.hasNoQuorum()) lookings++;
            sinceMs = nowMs;
            proposals.reset();
        }
        role = now;
        epoch = inEpoch;
    }

    /** A leader shows its epoch before it has proposed anything, a learner what it has applied. */
    Zxid shown(Zxid applied) {
        var beginning = Zxid.of(epoch, 0);
        return role == Role.LEADER && beginning.isAfter(applied) ? beginning : applied;
    }

    /** May be heard before the role is: they come first. */
    void retinueChanged(Retinue now) {
        retinue = now;
    }

    /** Of a leader, as {@code srvr} shows them. */
    Optional<String> proposalSizes() {
        return role == Role.LEADER ? Optional.of(proposals.toString()) : Optional.empty();
    }

    void write(long nowMs, int pendingSyncs, Text out) {
        if (role == Role.STANDALONE) return;

        MonitorReport.gauge("peer_state", role.peerState(), out);
        MonitorReport.gauge("quorum_size", voters, out);
        if (role == Role.LEADER) {
            MonitorReport.gauge("learners", retinue.connected(), out);
            MonitorReport.gauge("synced_followers", retinue.syncedFollowers(), out);
            MonitorReport.gauge("synced_non_voting_followers", 0, out);
            MonitorReport.gauge("synced_observers", retinue.syncedObservers(), out);
            MonitorReport.gauge("pending_syncs", pendingSyncs, out);
            MonitorReport.gauge("leader_uptime", nowMs - sinceMs, out);
            MonitorReport.gauge("last_proposal_size", proposals.last(), out);
            MonitorReport.gauge("max_proposal_size", proposals.max(), out);
            MonitorReport.gauge("min_proposal_size", proposals.min(), out);
        }
        MonitorReport.gauge("proposal_count", proposals.count(), out);
        MonitorReport.gauge("looking_count", lookings, out);
        MonitorReport.summary("election_time", elections, out);
    }
}
