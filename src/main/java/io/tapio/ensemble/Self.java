package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.History;
import io.tapio.zab.Membership;
import io.tapio.zab.PeerState;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage.Notification;
import io.tapio.zab.ZabSettings;

/** What stays with a member from one phase to the next. */
final class Self {
    final ServerId id;
    final Membership members;
    final ZabSettings settings;
    final History history;
    final LogKeeper log;
    private Vote vote;
    private long round; // of the last election it took part in

    Self(ServerId id, Membership members, ZabSettings settings, History history, LogKeeper log) {
        this.id = id;
        this.members = members;
        this.settings = settings;
        this.history = history;
        this.log = log;
        this.vote = new Vote(id, 0, Zxid.NONE);
    }

    boolean isVoter() {
        return members.isVoter(id);
    }

    /** The vote for ourselves, by what our log has. */
    Vote ownVote() {
        return new Vote(id, log.current(), log.appended());
    }

    Standing standing() {
        return new Standing(log.isProven(), log.appended().equals(Zxid.NONE), log.accepted());
    }

    /** From now on, those who look are told of this vote. */
    void trust(Vote now, long inRound) {
        vote = now;
        round = inRound;
    }

    long round() {
        return round;
    }

    Vote vote() {
        return vote;
    }

    Notification notification(PeerState state) {
        return new Notification(vote, round, state, standing(), members.version());
    }
}
