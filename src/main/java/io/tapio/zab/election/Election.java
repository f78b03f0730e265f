package io.tapio.zab.election;

import io.tapio.model.ServerId;
import io.tapio.zab.Marks;
import io.tapio.zab.Membership;
import io.tapio.zab.Outbox;
import io.tapio.zab.PeerState;
import io.tapio.zab.Quorum;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage.Notification;
import io.tapio.zab.ZabSettings;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One member's part in an election: it votes for the best history it has heard of, until a quorum
 * casts the same vote, or a quorum says that there is a leader.
 *
 * <p>Who cannot be sure of its own disk, and an observer, only watches. In one case a voter is sure
 * all the same: all voters look and none has any entry, so this ensemble begins.
 */
public final class Election {
    private static final int NO_QUORUM = -1;
    private static final Comparator<Map.Entry<ServerId, Notification>> BEST_FIRST =
            Comparator.comparingLong(
                            (Map.Entry<ServerId, Notification> each) -> each.getValue().round())
                    .thenComparing(each -> each.getValue().vote())
                    .thenComparing(Map.Entry::getKey)
                    .reversed();

    private final ServerId self;
    private final Membership members;
    private final Quorum quorum;
    private Standing standing;
    private int accepted; // by ourselves or by any other when the ensemble began
    private final Marks marks;
    private final Vote own;
    private final ZabSettings settings;
    private final Hearsay hearsay;
    private Set<ServerId> gone = Set.of();
    private Vote vote;
    private long round;
    private int ticks;
    private int finalizeAt = NO_QUORUM;
    private Optional<Decision> decision = Optional.empty();

    /** An election in a new round, the one after {@code lastRound} at least. */
    public Election(
            ServerId self,
            Membership members,
            Standing standing,
            Marks marks,
            long lastRound,
            ZabSettings settings) {
        this.self = self;
        this.members = members;
        this.quorum = members.quorum();
        this.standing = standing;
        this.accepted = standing.acceptedEpoch();
        this.marks = marks;
        this.own = new Vote(self, standing.currentEpoch(), standing.lastLogged());
        this.settings = settings;
        this.hearsay = new Hearsay(quorum, settings.forgetTicks());
        this.vote = own;
        this.round = lastRound + 1;
    }

    /** Those who are {@code gone} are not waited for. */
    public void start(Set<ServerId> gone, Outbox out) {
        this.gone = gone;
        tellAll(out);
        decide(out);
    }

    public void tick(Outbox out) {
        ticks++;
        hearsay.tick();
        if (ticks % settings.resendTicks() == 0) tellAll(out);
        decide(out);
    }

    public void onNotification(ServerId from, Notification heard, Outbox out) {
        if (!members.isVoter(from)) {
            if (heard.state() == PeerState.LOOKING) out.send(from, notification());
            return;
        }
        hearsay.note(from, heard);
        if (heard.state() == PeerState.LOOKING) onLooking(from, heard, out);
        decide(out);
    }

    private void onLooking(ServerId from, Notification heard, Outbox out) {
        boolean lags = heard.round() < round;
        if (lags) out.send(from, notification());
        if (lags || !counts() || !counts(from, heard)) return;

        boolean newRound = heard.round() > round;
        if (newRound) {
            round = heard.round();
            finalizeAt = NO_QUORUM;
            vote = own;
        }
        boolean better = isBetter(heard.vote());
        if (better) {
            vote = heard.vote();
            finalizeAt = NO_QUORUM;
        }
        if (better || newRound) tellAll(out);
    }

    private boolean isBetter(Vote candidate) {
        return mayWin(candidate) && (!mayWin(vote) || candidate.compareTo(vote) > 0);
    }

    private boolean mayWin(Vote candidate) {
        if (!quorum.mayLead(candidate.leader())) return false;

        Notification word = hearsay.words().get(candidate.leader());
        return word == null || counts(candidate.leader(), word);
    }

    private boolean counts() {
        return members.isVoter(self) && standing.proven();
    }

    private boolean counts(ServerId voter, Notification heard) {
        return isSure(voter, heard.standing()) || isBeginning();
    }

    /** It may not know yet that its disk has less than it once had; perhaps we do. */
    private boolean isSure(ServerId voter, Standing now) {
        return now.proven() && !marks.isBehind(voter, now.currentEpoch(), now.lastLogged());
    }

    private boolean isBeginning() {
        return standing.empty() && hearsay.nobodyHasAnything(self);
    }

    private void decide(Outbox out) {
        if (decision.isPresent()) return;

        proveIfBeginning(out);
        decision = hearsay.establishedLeader(this::counts).map(this::join);
        if (decision.isPresent() || !counts()) return;
        decision = hearsay.leaderInNeedOf(self, own, this::counts).map(this::join);
        if (decision.isPresent()) return;
        if (!hasQuorum()) {
            finalizeAt = NO_QUORUM;
            return;
        }
        if (finalizeAt == NO_QUORUM) finalizeAt = ticks + settings.finalizeTicks();
        // A better vote can come only from one who has not been heard.
        if (mayStillBeHeard() && ticks < finalizeAt) return;

        decision = Optional.of(decided(vote.leader()));
    }

    private boolean mayStillBeHeard() {
        var silent = new HashSet<>(quorum.voters());
        silent.remove(self);
        silent.removeAll(gone);
        silent.removeAll(hearsay.voters((voter, word) -> word.state() == PeerState.LOOKING));
        return !silent.isEmpty();
    }

    /** Where nobody has anything, nobody can have forgotten anything. */
    private void proveIfBeginning(Outbox out) {
        if (standing.proven() || !members.isVoter(self) || !isBeginning()) return;

        accepted = Math.max(accepted, hearsay.highestAccepted());
        standing =
                new Standing(
                        true,
                        standing.acceptedEpoch(),
                        standing.currentEpoch(),
                        standing.lastLogged());
        out.prove();
        considerAgain(out);
    }

    /** What the others said before we counted is no worse for that; the best of it first. */
    private void considerAgain(Outbox out) {
        hearsay.words().entrySet().stream()
                .sorted(BEST_FIRST)
                .forEach(each -> onLooking(each.getKey(), each.getValue(), out));
    }

    private Decision join(Notification leader) {
        round = Math.max(round, leader.round());
        vote = leader.vote();
        return decided(leader.vote().leader());
    }

    private Decision decided(ServerId leader) {
        return new Decision(leader, round, counts(), accepted);
    }

    private boolean hasQuorum() {
        if (!quorum.mayLead(vote.leader())) return false;

        var ballot = new Ballot(quorum);
        ballot.cast(self, vote);
        for (Map.Entry<ServerId, Notification> each : hearsay.words().entrySet()) {
            Notification word = each.getValue();
            ServerId voter = each.getKey();
            if (word.round() == round && counts(voter, word)) ballot.cast(voter, word.vote());
        }
        return ballot.decided().filter(vote::equals).isPresent();
    }

    private void tellAll(Outbox out) {
        for (ServerId voter : quorum.voters().stream().sorted().toList()) {
            if (!voter.equals(self)) out.send(voter, notification());
        }
    }

    private Notification notification() {
        return new Notification(
                vote, round, PeerState.LOOKING, standing, marks.all(), members.version());
    }

    /** The outcome, once there is one. */
    public Optional<Decision> decision() {
        return decision;
    }

    /** The vote that stands. */
    public Vote vote() {
        return vote;
    }

    /** Whether those who could be heard could elect a leader if they agreed. */
    public boolean isPossible() {
        var counted = hearsay.voters(this::counts);
        if (counts()) counted.add(self);
        return quorum.isReachedBy(counted);
    }

    /** Voters of whom nothing has been heard lately. */
    public Set<ServerId> missing() {
        var missing = new HashSet<>(quorum.voters());
        missing.remove(self);
        missing.removeAll(hearsay.words().keySet());
        return missing;
    }

    /** Voters that are there, and whose disks may have forgotten something. */
    public Set<ServerId> unproven() {
        var unproven = hearsay.voters((voter, word) -> !isSure(voter, word.standing()));
        if (members.isVoter(self) && !standing.proven()) unproven.add(self);
        return unproven;
    }
}
