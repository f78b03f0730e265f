package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.discovery.LeaderDiscovery;
import io.tapio.zab.election.Decision;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A member that was elected: finds an epoch, and, once that is on its disk, reigns over it. It
 * gives up when a quorum does not come in time, does not stay, or has seen what it has not.
 */
final class Leading implements Phase {
    private static final int HAND_OVER_TICKS_MAX = 40;
    private static final int HAND_OVER_EVERY_TICKS = 600; // because of a slow disk

    private final Self self;
    private final Decision by;
    private final Course course;
    private final EarlyLearners early;
    private final LeaderPatience patience;
    private final LeaderDiscovery discovery;
    private final Map<ServerId, Led> learners = new TreeMap<>();
    private Optional<Reign> reign = Optional.empty(); // since the epoch is established
    private boolean promised; // the new epoch is on our disk
    private boolean over;
    private boolean handingOver;
    private int handOverTicks;

    /** Has been chosen {@code by} an election; those who knew it first are {@code early}. */
    Leading(Self self, Decision by, Course course, EarlyLearners early) {
        this.self = self;
        this.by = by;
        this.course = course;
        this.early = early;
        this.patience = new LeaderPatience(self.settings);
        this.discovery = new LeaderDiscovery(self.id, self.members.quorum());
    }

    @Override
    public PeerState state() {
        return PeerState.LEADING;
    }

    @Override
    public void begin() {
        int accepted = Math.max(by.accepted(), self.highestPromise());
        discovery.onAcceptedBefore(self.id, accepted, self.log);
        early.replayTo(this);
    }

    @Override
    public void received(ServerId from, ZabMessage message) {
        if (over) return;

        Led learner = learners.get(from);
        Optional<String> objection =
                switch (message) {
                    case ZabMessage.Election election -> Optional.empty();
                    case ZabMessage.Discovery discovered -> onDiscovery(from, learner, discovered);
                    case ZabMessage.Sync sync -> onSync(known(learner), sync);
                    case ZabMessage.Broadcast broadcast -> onBroadcast(known(learner), broadcast);
                    case ZabMessage.Liveness liveness -> onLiveness(known(learner), liveness);
                };
        if (learner != null) learner.silentTicks = 0;
        objection.ifPresent(reason -> drop(from, reason));
        if (isServing()) endIfOver(); // any word may have committed the last run
        handOverIfDone();
    }

    private static Optional<Led> known(@Nullable Led learner) {
        return Optional.ofNullable(learner);
    }

    private Optional<String> onDiscovery(
            ServerId from, @Nullable Led learner, ZabMessage.Discovery message) {
        return switch (message) {
            case ZabMessage.FollowerInfo info ->
                    greeted(from, true, info.counts(), info.acceptedEpoch());
            case ZabMessage.ObserverInfo info -> greeted(from, false, false, info.acceptedEpoch());
            case ZabMessage.AckEpoch ack -> onAckEpoch(known(learner), ack);
            case ZabMessage.LeaderInfo info -> Optional.of("there is one leader, and it is we");
        };
    }

    private Optional<String> greeted(ServerId from, boolean votes, boolean counts, int accepted) {
        if (!self.members.isMember(from)) return Optional.of("it is no member");
        if (votes != self.members.isVoter(from)) return Optional.of("it has another role here");
        if (learners.containsKey(from)) return Optional.of("it greets twice");
        self.promised(accepted);
        if (discovery.isDecided() && accepted > discovery.epoch()) {
            leaveFor(self.id, "member " + from + " has promised a later epoch than ours");
            return Optional.empty();
        }

        long ping = reign.map(Reign::pingRound).orElse(0L);
        var learner = new Led(from, votes, counts, ping);
        learners.put(from, learner);
        if (counts) discovery.onAcceptedBefore(from, accepted, self.log);
        if (promised) tellEpoch(learner);
        return Optional.empty();
    }

    private void tellEpoch(Led learner) {
        learner.told = true;
        self.log.send(learner.id, new ZabMessage.LeaderInfo(discovery.epoch()));
    }

    private Optional<String> onAckEpoch(Optional<Led> learner, ZabMessage.AckEpoch ack) {
        if (learner.isEmpty() || !learner.get().told || learner.get().log.isPresent()) {
            return Optional.of("it acknowledges an epoch out of turn");
        }

        Led who = learner.get();
        who.log = Optional.of(ack.log());
        who.logged = ack.log().last();
        if (who.counts && isOlderCopy(who, ack)) warn(who);
        if (reign.isPresent()) {
            reign.get().admit(who);
        } else if (who.counts && isAhead(who.id, ack.currentEpoch(), ack.log())) {
            giveUp("member " + who.id + " has a better history");
        } else if (who.counts && ack.fresh()) {
            discovery.onAcceptedNew(who.id, discovery.epoch(), self.log);
        }
        return Optional.empty();
    }

    /** Its disk has less than it once had, and it does not know yet. */
    private boolean isOlderCopy(Led who, ZabMessage.AckEpoch ack) {
        return self.marks.isBehind(who.id, ack.currentEpoch(), ack.log().last());
    }

    private void warn(Led who) {
        who.counts = false;
        long ping = reign.map(Reign::pingRound).orElse(0L);
        self.log.send(who.id, new ZabMessage.Ping(ping, self.marks.all()));
    }

    private boolean isAhead(ServerId member, int currentEpoch, LogOutline theirs) {
        if (!self.members.quorum().mayLead(member)) return false;

        int epochs = Integer.compare(currentEpoch, self.log.current());
        return epochs > 0 || (epochs == 0 && theirs.last().isAfter(self.log.appended()));
    }

    private Optional<String> onSync(Optional<Led> learner, ZabMessage.Sync message) {
        if (!(message instanceof ZabMessage.AckNewLeader(int epoch, Zxid logged))) {
            return Optional.of("only a leader says so");
        }
        if (learner.isEmpty() || !learner.get().closed || learner.get().synced) {
            return Optional.of("it acknowledges a history out of turn");
        }
        if (epoch != discovery.epoch()) return Optional.of("it acknowledges another epoch");

        patience.onProgress();
        return reigning().onSynced(learner.get(), logged);
    }

    private Optional<String> onBroadcast(Optional<Led> learner, ZabMessage.Broadcast message) {
        if (!(message instanceof ZabMessage.Ack(Zxid logged))) {
            return Optional.of("only a leader says so");
        }
        if (learner.isEmpty() || !learner.get().synced) {
            return Optional.of("it acknowledges a proposal before the history");
        }

        return reigning().onAck(learner.get(), logged);
    }

    private Optional<String> onLiveness(Optional<Led> learner, ZabMessage.Liveness message) {
        if (!(message instanceof ZabMessage.Pong(long round))) {
            return Optional.of("only a leader pings");
        }
        if (learner.isPresent() && reign.isPresent()) reign.get().onPong(learner.get(), round);
        return Optional.empty();
    }

    @Override
    public void heard(ServerId from, ZabMessage.Notification notification) {}

    @Override
    public void tick() {
        if (over) return;

        patience.tick();
        handOverTicks++;
        handOverIfDone();
        if (over) return;
        for (Led each : List.copyOf(learners.values())) {
            patience.tick(each).ifPresent(reason -> drop(each.id, reason));
        }
        reign.ifPresent(Reign::tick);
        if (!isServing()) {
            if (patience.endsBeforeQuorum(discovery.isDecided(), reign.isPresent())) {
                giveUp("no quorum came to be led");
            }
        } else if (patience.endsAlone(self.members.quorum().isReachedBy(supporters()))) {
            giveUp("no quorum is in contact");
        }
    }

    private Set<ServerId> supporters() {
        var supporters = new HashSet<ServerId>();
        supporters.add(self.id);
        learners.values().stream().filter(Led::isSupport).forEach(each -> supporters.add(each.id));
        return supporters;
    }

    private boolean isServing() {
        return reign.map(Reign::isServing).orElse(false);
    }

    @Override
    public void propose(Entries entries) {
        Invariant.holds(isServing(), "only a leader proposes");
        reigning().propose(entries);
    }

    @Override
    public void onWord(LogWord word) {
        if (over) return;

        switch (word) {
            case LogWord.EpochAccepted(int epoch) -> onPromised(epoch);
            case LogWord.EpochEstablished(int epoch) -> onEstablished(epoch);
            case LogWord.Durable(Zxid upTo) -> {
                reigning().onDurable(upTo);
                endIfOver();
                handOverIfDone();
            }
            case LogWord.Truncated truncated -> throw new Invariant.Broken("a leader cuts nothing");
            case LogWord.SnapshotInstalled installed ->
                    throw new Invariant.Broken("a leader needs no snapshot");
        }
    }

    /** The next epoch begins under the same leader, unless somebody is closer to it than we. */
    private void endIfOver() {
        if (over || handingOver || !reigning().isOver()) return;

        if (self.members.quorum().isReachedBy(Set.of(self.id))) {
            name(self.id);
            course.goOn();
        } else {
            leaveFor(self.id, "its epoch is used up");
        }
    }

    @Override
    public void confirm(long token) {
        if (!over && isServing()) reigning().confirm(token);
    }

    @Override
    public boolean handOver() {
        if (over || !isServing()) return false;

        handingOver = true;
        handOverTicks = 0;
        self.log.stopProposing();
        handOverIfDone();
        return true;
    }

    @Override
    public void diskSlow() {
        if (over || handingOver || !isServing()) return;
        if (!self.mayHandOverAgain(HAND_OVER_EVERY_TICKS)) return;
        boolean better = reigning().successor().map(this::isNoSlower).orElse(false);
        if (!better) return;

        self.handsOver();
        handOver();
    }

    private boolean isNoSlower(Led heir) {
        return !self.log.durable().isAfter(heir.logged);
    }

    /** With nobody to take over within a while we go all the same. */
    private void handOverIfDone() {
        if (!handingOver || over) return;

        Optional<Led> heir = reigning().successor();
        if (heir.isPresent() && reigning().isTakenUpBy(heir.get())) {
            leaveFor(heir.get().id, "it hands over to " + heir.get().id);
        } else if (handOverTicks > HAND_OVER_TICKS_MAX || learners.isEmpty()) {
            giveUp("it shall not lead any more");
        }
    }

    private void leaveFor(ServerId successor, String reason) {
        name(successor);
        boolean another = !successor.equals(self.id);
        course.trust(new Nomination(successor, another), reason);
        if (handingOver) self.log.handedOver();
    }

    /** The next leader hears of it first: the others knock at its door at once. */
    private void name(ServerId successor) {
        over = true;
        var word = new ZabMessage.HandOver(successor);
        if (learners.containsKey(successor)) self.log.send(successor, word);
        for (ServerId each : learners.keySet()) {
            if (!each.equals(successor)) self.log.send(each, word);
        }
    }

    @Override
    public Retinue retinue() {
        return over ? Retinue.NONE : Retinue.of(learners.values());
    }

    private void onPromised(int epoch) {
        promised = true;
        learners.values().forEach(this::tellEpoch);
        discovery.onAcceptedNew(self.id, epoch, self.log);
    }

    private void onEstablished(int epoch) {
        patience.onProgress();
        var now = new Reign(self, epoch, learners);
        reign = Optional.of(now);
        now.begin();
    }

    private Reign reigning() {
        return reign.orElseThrow(() -> new Invariant.Broken("an epoch is discovered first"));
    }

    @Override
    public void linkUp(ServerId peer) {
        forget(peer); // a new link replaces the old one
    }

    @Override
    public void linkDown(ServerId peer) {
        forget(peer);
    }

    private void forget(ServerId peer) {
        learners.remove(peer);
        reign.ifPresent(now -> now.onLost(peer));
    }

    private void drop(ServerId peer, String reason) {
        forget(peer);
        self.log.disconnect(peer, reason);
    }

    @Override
    public void progress(ServerId peer) {
        Led learner = learners.get(peer);
        if (learner == null) return;

        learner.silentTicks = 0;
        patience.onProgress();
    }

    @Override
    public void snapshotReady(ServerId to, Zxid at) {
        Led learner = learners.get(to);
        if (!over && learner != null && reign.isPresent()) reign.get().onSnapshot(learner, at);
    }

    @Override
    public void snapshotReceived(Zxid at) {}

    @Override
    public void leave(String reason) {
        giveUp(reason);
    }

    private void giveUp(String reason) {
        if (over) return;

        over = true;
        learners.keySet().stream()
                .sorted(Comparator.naturalOrder())
                .forEach(each -> self.log.disconnect(each, reason));
        course.lookAgain(reason);
        if (handingOver) self.log.handedOver();
    }
}
