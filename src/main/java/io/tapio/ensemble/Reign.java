package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.broadcast.LeaderBroadcast;
import io.tapio.zab.sync.LeaderSync;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A leader whose epoch is on its disk: brings learners up to its history, and, once a quorum has
 * it, proposes and commits.
 *
 * <p>From the moment a learner's plan is made it is sent everything that is proposed, in the same
 * step and on the same link: there is no gap and no overlap.
 */
final class Reign {
    private final Self self;
    private final int epoch;
    private final Map<ServerId, Led> learners;
    private final Zxid history;
    private final Zxid endsAt;
    private final LeaderSync sync;
    private final LeaderBroadcast broadcast;
    private final Contact contact;
    private final List<Long> asked = new ArrayList<>(); // for the next round
    private final List<Long> asking = new ArrayList<>();
    private long askedInRound;
    private boolean serving;
    private int ticks;

    Reign(Self self, int epoch, Map<ServerId, Led> learners) {
        this.self = self;
        this.epoch = epoch;
        this.learners = learners;
        this.history = self.log.appended();
        this.endsAt = Zxid.of(epoch, self.settings.lastCounter());
        var quorum = self.members.quorum();
        this.sync = new LeaderSync(quorum, self.log);
        this.broadcast = new LeaderBroadcast(quorum, epoch, history);
        this.contact = new Contact(self.id, quorum);
    }

    void begin() {
        self.trust(new Vote(self.id, epoch, history), self.round());
        sync.onSynced(self.id);
        learners.values().forEach(this::admit);
        serveIfEstablished();
    }

    boolean isServing() {
        return serving;
    }

    long pingRound() {
        return contact.round();
    }

    /** A learner has acknowledged our epoch, or may have by now. */
    void admit(Led learner) {
        if (learner.log.isEmpty() || learner.syncing) return;
        if (!learner.votes && !serving) return; // an observer sees only what is committed

        learner.syncing = true;
        LogOutline theirs = learner.log.get();
        sync.begin(learner.id, theirs, endFor(learner), self.log)
                .ifPresent(from -> sendRest(learner, from));
    }

    private Zxid endFor(Led learner) {
        return learner.votes ? self.log.appended() : broadcast.committed();
    }

    void onSnapshot(Led learner, Zxid at) {
        if (!learner.syncing || learner.sent.isPresent()) return;

        sync.offer(learner.id, at, self.log);
        sendRest(learner, at);
    }

    private void sendRest(Led learner, Zxid from) {
        Zxid end = endFor(learner);
        sync.send(learner.id, from, end, self.log);
        learner.sent = Optional.of(end);
        closeIfTrusted(learner);
    }

    /**
     * Ends the history of a learner; by that it is proven. One that may have forgotten a promise
     * must wait until a quorum without it has said, after it came, that it still follows us.
     */
    private void closeIfTrusted(Led learner) {
        if (learner.closed || learner.sent.isEmpty()) return;
        if (learner.votes && !learner.counts && !isConfirmedSince(learner)) return;

        learner.closed = true;
        self.log.send(learner.id, new ZabMessage.NewLeader(epoch));
    }

    private boolean isConfirmedSince(Led learner) {
        return serving && contact.isConfirmedAfter(learner.joinedAtPing, supporters());
    }

    private Set<ServerId> supporters() {
        var supporters = new HashSet<ServerId>();
        learners.values().stream().filter(Led::isSupport).forEach(each -> supporters.add(each.id));
        return supporters;
    }

    Optional<String> onSynced(Led learner, Zxid logged) {
        if (logged.isAfter(end())) return Optional.of("it has logged what we never proposed");

        learner.synced = true;
        learner.counts = learner.votes;
        learner.logged(logged);
        if (learner.votes) sync.onSynced(learner.id);
        if (serving) bringUpToDate(learner);
        else serveIfEstablished();
        return learner.votes ? onAck(learner, logged) : Optional.empty();
    }

    private Zxid end() {
        return self.log.appended();
    }

    private void serveIfEstablished() {
        if (serving || !sync.isEstablished()) return;

        serving = true;
        self.log.commit(history);
        self.log.lead(epoch, endsAt);
        learners.values().stream().filter(each -> each.synced).forEach(this::bringUpToDate);
        learners.values().forEach(this::admit);
    }

    private void bringUpToDate(Led learner) {
        learner.upToDate = true;
        learner.upToDateAt = ticks;
        self.log.send(learner.id, new ZabMessage.UpToDate(broadcast.committed()));
    }

    /** Whether the last run of the epoch is committed: the next epoch must begin. */
    boolean isOver() {
        return !endsAt.isAfter(broadcast.committed());
    }

    void propose(Entries entries) {
        Invariant.holds(
                endsAt.isAfter(broadcast.proposed()), "nothing follows the last run of an epoch");
        broadcast.propose(entries, self.log);
        for (Led each : learners.values()) {
            if (!each.votes || each.sent.isEmpty()) continue;

            each.sent = Optional.of(entries.last());
            self.log.send(each.id, new ZabMessage.Proposal(entries));
        }
    }

    Optional<String> onAck(Led learner, Zxid logged) {
        if (!learner.votes) return Optional.of("an observer acknowledges nothing");
        if (logged.isAfter(end())) return Optional.of("it has logged what we never proposed");

        learner.logged(logged);
        onLogged(learner.id, logged);
        return Optional.empty();
    }

    void onDurable(Zxid upTo) {
        onLogged(self.id, upTo);
    }

    private void onLogged(ServerId member, Zxid upTo) {
        Zxid before = broadcast.committed();
        broadcast.onLogged(member, upTo, self.log);
        if (broadcast.committed().isAfter(before)) tellCommitted();
    }

    private void tellCommitted() {
        Zxid now = broadcast.committed();
        for (Led each : learners.values()) {
            if (each.votes && each.upToDate) {
                self.log.send(each.id, new ZabMessage.Commit(now));
            } else if (!each.votes && each.sent.isPresent()) {
                inform(each, each.sent.get(), now);
            }
        }
    }

    private void inform(Led observer, Zxid from, Zxid upTo) {
        if (!upTo.isAfter(from)) return;

        self.log.sendEntries(observer.id, EntriesKind.INFORM, from, upTo);
        observer.sent = Optional.of(upTo);
    }

    void tick() {
        ticks++;
        if (ticks % self.settings.pingTicks() != 0) return;

        ping();
    }

    private long ping() {
        long round = contact.nextRound();
        self.learn(marks());
        var ping = new ZabMessage.Ping(round, self.marks.all());
        for (Led each : learners.values()) {
            if (each.log.isPresent()) self.log.send(each.id, ping);
        }
        return round;
    }

    /** Whoever has our epoch on disk has its history; and of what is committed, what it logged. */
    private Map<ServerId, Zxid> marks() {
        if (!serving) return Map.of();

        var now = new HashMap<ServerId, Zxid>();
        now.put(self.id, mark(self.log.durable()));
        for (Led each : learners.values()) {
            if (each.votes && each.synced) now.put(each.id, mark(each.logged));
        }
        return now;
    }

    private Zxid mark(Zxid logged) {
        Zxid sure = logged.isAfter(broadcast.committed()) ? broadcast.committed() : logged;
        Zxid start = Zxid.startOf(epoch);
        return sure.isAfter(start) ? sure : start;
    }

    void onPong(Led learner, long round) {
        contact.answered(learner.id, round);
        learners.values().forEach(this::closeIfTrusted);
        confirmWhatIsSure();
    }

    void onLost(ServerId member) {
        contact.lost(member);
    }

    /** Asks a quorum whether it still follows us; one round serves all that have asked before. */
    void confirm(long token) {
        asked.add(token);
        if (asking.isEmpty()) askAround();
    }

    private void askAround() {
        asking.addAll(asked);
        asked.clear();
        askedInRound = ping();
        confirmWhatIsSure();
    }

    private void confirmWhatIsSure() {
        if (asking.isEmpty() || !serving) return;
        if (!contact.isConfirmedAfter(askedInRound - 1, supporters())) return;

        asking.forEach(self.log::confirmed);
        asking.clear();
        if (!asked.isEmpty()) askAround();
    }

    /**
     * The voter to lead next, if one has our history and may lead: of those who keep up, the one
     * that has been with us longest, for one that has just started is still slow.
     */
    Optional<Led> successor() {
        return learners.values().stream()
                .filter(each -> each.isSupport() && each.upToDate)
                .filter(each -> self.members.quorum().mayLead(each.id))
                .max(
                        Comparator.comparing(this::keepsUp)
                                .thenComparingInt(each -> -each.upToDateAt)
                                .thenComparing(each -> each.logged)
                                .thenComparing(each -> each.id));
    }

    private boolean keepsUp(Led each) {
        return !broadcast.committed().isAfter(each.logged);
    }

    /** Whether all that we proposed is committed, and {@code heir} has it on disk. */
    boolean isTakenUpBy(Led heir) {
        boolean all = !broadcast.proposed().isAfter(broadcast.committed());
        boolean none = broadcast.proposed().counter() == 0;
        return none || (all && !broadcast.proposed().isAfter(heir.logged));
    }
}
