package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Membership;
import io.tapio.zab.Outbox;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabMessage.Notification;
import io.tapio.zab.ZabSettings;
import io.tapio.zab.election.Decision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One member's part in Zab, through all its phases. Takes one input at a time and writes what
 * should happen into the outbox; the same inputs always give the same effects.
 *
 * <p>The log's word must come in the order in which the log was asked, and each link's messages in
 * the order in which they were sent.
 */
public final class ZabPeer {
    private final Self self;
    private final LogKeeper log;
    private final Phase.Course course = new Turns();
    private final Deque<Phase> next = new ArrayDeque<>(); // at most one: where this input leads
    private Phase phase = new Recovering();

    public ZabPeer(ServerId id, Membership members, ZabSettings settings) {
        Invariant.holds(members.isMember(id), "a member knows itself");
        this.log = new LogKeeper();
        this.self = new Self(id, members, settings, log);
    }

    /** The journal has been read. */
    public void recovered(Recollection found, Outbox out) {
        Invariant.holds(phase instanceof Recovering, "a member recovers once");
        log.writeTo(out);
        self.recovered(found);
        next.add(new Looking(self, course, Set.of(), Optional.empty()));
        goOn();
    }

    /** Time passes. */
    public void tick(Outbox out) {
        log.writeTo(out);
        self.tick();
        phase.tick();
        goOn();
    }

    public void received(ServerId from, ZabMessage message, Outbox out) {
        log.writeTo(out);
        if (message instanceof Notification notification) heard(from, notification);
        else phase.received(from, message);
        if (message instanceof ZabMessage.Ping ping) learn(ping.marks());
        goOn();
    }

    /** Who looks is told whom we trust; so it joins that one, and disturbs nobody. */
    private void heard(ServerId from, Notification notification) {
        learn(notification.marks());
        phase.heard(from, notification);
        boolean settled = phase.state() != PeerState.LOOKING && next.isEmpty();
        if (settled && notification.state() == PeerState.LOOKING) {
            log.send(from, self.notification(phase.state()));
        }
    }

    private void learn(Map<ServerId, Zxid> marks) {
        if (!self.learn(marks)) return;

        phase.leave("our disk has less than it once had");
        goOn(); // whatever else is said is said to one who knows
    }

    /** The link with that member is there, whoever opened it; an older one is not any more. */
    public void linkUp(ServerId peer, Outbox out) {
        log.writeTo(out);
        phase.linkUp(peer);
        goOn();
    }

    /** The link with that member is gone, or could not be opened. */
    public void linkDown(ServerId peer, Outbox out) {
        log.writeTo(out);
        phase.linkDown(peer);
        goOn();
    }

    /** Something of that member has come, though not yet a whole message. */
    public void progress(ServerId peer, Outbox out) {
        log.writeTo(out);
        phase.progress(peer);
        goOn();
    }

    /** The journal has the promise on disk. */
    public void epochAccepted(int epoch, Outbox out) {
        said(new LogWord.EpochAccepted(epoch), out);
    }

    /** The journal has the epoch on disk, behind the history it speaks of. */
    public void epochEstablished(int epoch, Outbox out) {
        Invariant.holds(!(phase instanceof Recovering), "an epoch is discovered first");
        said(new LogWord.EpochEstablished(epoch), out);
    }

    /** Our own disk holds everything up to {@code upTo}; an epoch that ends by it has a next. */
    public void durable(Zxid upTo, Outbox out) {
        said(new LogWord.Durable(upTo), out);
    }

    /** The journal has the cut on disk. */
    public void truncated(Zxid to, Outbox out) {
        said(new LogWord.Truncated(to), out);
    }

    /** The log begins with the state at {@code at} now, on disk. */
    public void snapshotInstalled(Zxid at, Outbox out) {
        said(new LogWord.SnapshotInstalled(at), out);
    }

    private void said(LogWord word, Outbox out) {
        log.writeTo(out);
        log.onWord(word);
        phase.onWord(word);
        goOn();
    }

    /** The log was purged: what is not after {@code base} cannot be read any more. */
    public void logBegins(Zxid base, Outbox out) {
        log.writeTo(out);
        log.begins(base);
    }

    /** The state that the leader offered has come, all of it. */
    public void snapshotReceived(Zxid at, Outbox out) {
        log.writeTo(out);
        phase.snapshotReceived(at);
        goOn();
    }

    /** Our state at {@code at} is ready for {@code to}: it goes right behind its offer. */
    public void snapshotReady(ServerId to, Zxid at, Outbox out) {
        log.writeTo(out);
        phase.snapshotReady(to, at);
        goOn();
    }

    /** The next run of writes, numbered and encoded. */
    public void propose(Entries entries, Outbox out) {
        log.writeTo(out);
        phase.propose(entries);
        goOn();
    }

    /**
     * Finds out whether this member still leads; answered by {@link Outbox#confirmed} once a quorum
     * has followed it after this call, and not at all if it does not lead any more.
     */
    public void confirm(long token, Outbox out) {
        log.writeTo(out);
        phase.confirm(token);
        goOn();
    }

    /** A leader shall let another one lead, in good order; who does not lead has nothing to do. */
    public void handOver(Outbox out) {
        log.writeTo(out);
        if (!phase.handOver()) log.handedOver();
        goOn();
    }

    /** Our disk has been slow for long: if others can, they should not have to wait for it. */
    public void diskSlow(Outbox out) {
        log.writeTo(out);
        phase.diskSlow();
        goOn();
    }

    private void goOn() {
        while (!next.isEmpty()) {
            phase = next.remove();
            phase.begin();
        }
    }

    /** Where a phase leads, taken once the input that ended it is done with. */
    private final class Turns implements Phase.Course {
        @Override
        public void lookAgain(String reason) {
            look(reason, Set.of(), Optional.empty());
        }

        @Override
        public void lookWithout(ServerId gone, String reason) {
            look(reason, Set.of(gone), Optional.empty());
        }

        @Override
        public void trust(Nomination named, String reason) {
            look(reason, Set.of(), Optional.of(named));
        }

        private void look(String reason, Set<ServerId> gone, Optional<Nomination> named) {
            log.lookAgain(reason);
            next.add(new Looking(self, this, gone, named));
        }

        @Override
        public void goOn() {
            var named = Optional.of(new Nomination(self.id, false));
            next.add(new Looking(self, this, Set.of(), named));
        }

        @Override
        public void lead(Decision by, EarlyLearners early) {
            next.add(new Leading(self, by, this, early));
        }

        @Override
        public void follow(Decision by, Optional<Nomination> named) {
            next.add(
                    self.isVoter()
                            ? new Following(self, by, this, named)
                            : new Observing(self, by, this, named));
        }
    }

    public PeerState state() {
        return phase.state();
    }

    /** Who follows this member now. */
    public Retinue retinue() {
        return phase.retinue();
    }
}
