package io.tapio.ensemble;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.election.Decision;
import io.tapio.zab.election.Election;
import java.util.Optional;
import java.util.Set;

/**
 * Phase 0: looks for a leader. The election begins when the log has answered everything that was
 * asked of it before, so that what memory knows is what the disk has.
 */
final class Looking implements Phase {
    private final Self self;
    private final Course course;
    private final Set<ServerId> gone;
    private final Optional<Nomination> named;
    private final EarlyLearners early = new EarlyLearners();
    private Optional<Election> election = Optional.empty();
    private int ticks;
    private Set<ServerId> missing = Set.of();
    private Set<ServerId> unproven = Set.of();
    private boolean hopeless; // as we have said

    /**
     * Looks for a leader; who is {@code gone} is not waited for, and one that was {@code named} is
     * trusted without an election.
     */
    Looking(Self self, Course course, Set<ServerId> gone, Optional<Nomination> named) {
        this.self = self;
        this.course = course;
        this.gone = gone;
        this.named = named;
    }

    @Override
    public PeerState state() {
        return PeerState.LOOKING;
    }

    @Override
    public void begin() {
        if (!self.log.isQuiet()) return;
        if (named.isPresent() && (isProven() || !named.get().leader().equals(self.id))) {
            trust(named.get());
            return;
        }

        var now =
                new Election(
                        self.id,
                        self.members,
                        self.standing(),
                        self.marks,
                        self.round(),
                        self.settings);
        election = Optional.of(now);
        now.start(gone, self.log);
        endIfDecided(now);
    }

    private boolean isProven() {
        return self.log.isProven();
    }

    /** Discovery and synchronisation are as careful with a nominated leader as with any. */
    private void trust(Nomination next) {
        long round = self.round() + 1;
        boolean counts = self.isVoter() && isProven();
        self.trust(new Vote(next.leader(), self.log.current(), self.log.appended()), round);
        end(new Decision(next.leader(), round, counts, self.log.accepted()), Optional.of(next));
    }

    private void end(Decision decision, Optional<Nomination> named) {
        if (decision.leader().equals(self.id)) {
            course.lead(decision, early);
            return;
        }
        early.peers().stream().sorted().forEach(this::turnAway);
        course.follow(decision, named);
    }

    private void turnAway(ServerId peer) {
        early.linkDown(peer);
        self.log.disconnect(peer, "we look for a leader ourselves");
    }

    @Override
    public void tick() {
        early.tick().forEach(this::turnAway);
        election.ifPresent(
                now -> {
                    ticks++;
                    now.tick(self.log);
                    endIfDecided(now);
                    if (now.decision().isEmpty()) sayWhoIsAwaited(now);
                });
    }

    private void sayWhoIsAwaited(Election now) {
        if (ticks <= self.settings.forgetTicks()) return;

        boolean possible = now.isPossible();
        boolean same = missing.equals(now.missing()) && unproven.equals(now.unproven());
        if (possible || (hopeless && same)) {
            hopeless = !possible;
            return;
        }
        hopeless = true;
        missing = now.missing();
        unproven = now.unproven();
        self.log.await(missing, unproven);
    }

    @Override
    public void heard(ServerId from, ZabMessage.Notification notification) {
        election.ifPresent(
                now -> {
                    now.onNotification(from, notification, self.log);
                    endIfDecided(now);
                });
    }

    private void endIfDecided(Election now) {
        now.decision()
                .ifPresent(
                        decision -> {
                            self.trust(now.vote(), decision.round());
                            end(decision, Optional.empty());
                        });
    }

    @Override
    public void leave(String reason) {
        early.peers().stream().sorted().forEach(this::turnAway);
        course.lookAgain(reason);
    }

    @Override
    public void received(ServerId from, ZabMessage message) {
        boolean greets = message instanceof ZabMessage.Discovery;
        if (!greets || !early.keep(from, message)) turnAway(from);
    }

    @Override
    public void linkUp(ServerId peer) {
        early.linkUp(peer);
    }

    @Override
    public void linkDown(ServerId peer) {
        early.linkDown(peer);
    }

    @Override
    public void progress(ServerId peer) {}

    /** The rest of an earlier phase; the election waits for the last of it. */
    @Override
    public void onWord(LogWord word) {
        Invariant.holds(
                election.isEmpty() || !(word instanceof LogWord.EpochEstablished),
                "an epoch is discovered first");
        if (election.isEmpty()) begin();
    }

    @Override
    public void snapshotReady(ServerId to, Zxid at) {}

    @Override
    public void snapshotReceived(Zxid at) {}
}
