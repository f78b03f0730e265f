package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Marks;
import io.tapio.zab.Membership;
import io.tapio.zab.PeerState;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage.Notification;
import io.tapio.zab.ZabSettings;
import java.util.Map;

/** What stays with a member from one phase to the next. */
final class Self {
    private static final int REMEMBER_TICKS = 20;
    private static final int NEVER = Integer.MIN_VALUE / 2;

    final ServerId id;
    final Membership members;
    final ZabSettings settings;
    final LogKeeper log;
    Marks marks = new Marks(Map.of());
    private Vote vote;
    private long round; // of the last election it took part in
    private boolean marksAreNews; // since we wrote them down
    private int ticks;
    private int handedOverAt = NEVER;
    private int highestPromise;

    Self(ServerId id, Membership members, ZabSettings settings, LogKeeper log) {
        this.id = id;
        this.members = members;
        this.settings = settings;
        this.log = log;
        this.vote = new Vote(id, 0, Zxid.NONE);
    }

    boolean isVoter() {
        return members.isVoter(id);
    }

    Standing standing() {
        return new Standing(log.isProven(), log.accepted(), log.current(), log.appended());
    }

    void recovered(Recollection found) {
        log.recovered(found);
        marks = new Marks(found.marks());
        doubtIfBehind();
    }

    void tick() {
        ticks++;
        if (ticks % REMEMBER_TICKS == 0) remember();
    }

    boolean mayHandOverAgain(int afterTicks) {
        return ticks - handedOverAt > afterTicks;
    }

    /** Our disk is slow, and another one takes over. */
    void handsOver() {
        handedOverAt = ticks;
    }

    /** Somebody has promised that epoch: the next one of ours must be later. */
    void promised(int epoch) {
        highestPromise = Math.max(highestPromise, epoch);
    }

    int highestPromise() {
        return highestPromise;
    }

    /** Another one says how far our disks had come; whether ours is thereby found out. */
    boolean learn(Map<ServerId, Zxid> told) {
        if (!marks.learn(told)) return false;

        marksAreNews = true;
        return doubtIfBehind();
    }

    /** Our disk may be an older copy of itself. */
    private boolean doubtIfBehind() {
        if (!log.isProven() || !marks.isBehind(id, log.current(), log.appended())) return false;

        log.doubt();
        remember();
        return true;
    }

    private void remember() {
        if (marksAreNews) log.remember(marks.all());
        marksAreNews = false;
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
        return new Notification(vote, round, state, standing(), marks.all(), members.version());
    }
}
