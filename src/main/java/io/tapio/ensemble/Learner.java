package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.discovery.FollowerDiscovery;
import io.tapio.zab.sync.FollowerSync;
import java.util.Optional;

/**
 * What followers and observers have in common: the link to the leader, discovery, and
 * synchronisation until they serve. A wrong or lost leader ends it.
 */
final class Learner {
    private static final int KNOCK_TICKS_MAX = 40; // names and handshakes take their time
    private static final int HANG_UPS_MAX = 20; // it needs a few ticks to find out that it leads

    private final Self self;
    private final ServerId leader;
    private final PeerState state;
    private final ZabMessage greeting;
    private final Phase.Course course;
    private final FollowerDiscovery discovery;
    private Optional<FollowerSync> sync = Optional.empty();
    private final boolean named; // not elected, and may not have heard of it yet
    private boolean afterItHangsUp; // we knock, or a tick later
    private boolean linked;
    private boolean knocking; // asked for a link, not answered yet
    private boolean serving;
    private boolean over;
    private int unlinkedTicks;
    private int hangUps;
    private int silentTicks;

    Learner(
            Self self,
            ServerId leader,
            PeerState state,
            ZabMessage greeting,
            Phase.Course course,
            Optional<Nomination> named) {
        this.self = self;
        this.leader = leader;
        this.state = state;
        this.greeting = greeting;
        this.course = course;
        this.named = named.isPresent();
        this.afterItHangsUp = named.map(Nomination::afterItHangsUp).orElse(false);
        this.discovery = new FollowerDiscovery(leader, self.log);
    }

    void begin() {
        if (!afterItHangsUp) knock();
    }

    private void knock() {
        afterItHangsUp = false;
        knocking = true;
        self.log.connect(leader);
    }

    void linkUp(ServerId peer) {
        if (!peer.equals(leader)) {
            turnAway(peer);
            return;
        }
        knocking = false;
        unlinkedTicks = 0;
        if (discovery.isKnown()) {
            end("the link to the leader is another");
            return;
        }
        linked = true;
        self.log.send(leader, greeting);
    }

    /** Who takes us for the leader hears whom we follow, and need not knock again. */
    private void turnAway(ServerId peer) {
        self.log.send(peer, self.notification(state));
        self.log.disconnect(peer, "we do not lead");
    }

    /** Before the leader has said anything it may just not be ready yet: we knock again. */
    void linkDown(ServerId peer) {
        if (!peer.equals(leader)) return;

        if (linked) hangUps++;
        knocking = false;
        linked = false;
        if (discovery.isKnown()) endWithout("the link to the leader is down");
        else if (hangUps > HANG_UPS_MAX) end("the leader does not lead");
        else if (afterItHangsUp && !over) knock();
    }

    /** Whom we trust may have found a better one, or be looking for one by now. */
    void heard(ServerId from, ZabMessage.Notification notification) {
        if (!from.equals(leader) || named || discovery.isKnown()) return;

        long rounds = notification.round() - self.round();
        boolean goesElsewhere =
                switch (notification.state()) {
                    case LOOKING -> rounds > 0;
                    case FOLLOWING, OBSERVING -> rounds >= 0;
                    case LEADING -> false;
                };
        if (goesElsewhere) leave("the leader does not lead");
    }

    void tick() {
        silentTicks++;
        int limit = serving ? self.settings.syncLimitTicks() : self.settings.initLimitTicks();
        if (!linked) unlinkedTicks++;
        if (silentTicks > limit) {
            self.log.disconnect(leader, "the leader is silent");
            endWithout("the leader is silent");
        } else if (unlinkedTicks > KNOCK_TICKS_MAX) {
            self.log.disconnect(leader, "it does not open");
            endWithout("the leader cannot be reached");
        } else if (!linked && !knocking && !over) {
            knock();
        }
    }

    void progress(ServerId peer) {
        if (peer.equals(leader)) silentTicks = 0;
    }

    /** Whether {@code from} is the leader; all others are turned away. */
    boolean isFromLeader(ServerId from) {
        if (from.equals(leader)) {
            if (!linked) return false; // the rest of a link that was there before
            silentTicks = 0;
            return !over;
        }
        turnAway(from);
        return false;
    }

    /**
     * Whether the leader meant it for our former self: it did not know yet that the link is another
     * when it sent it. To us it speaks of its epoch first.
     */
    boolean isLate(ZabMessage message) {
        boolean goesOn =
                message instanceof ZabMessage.Sync || message instanceof ZabMessage.Broadcast;
        return goesOn && !discovery.isKnown();
    }

    void received(ZabMessage.Discovery message) {
        switch (message) {
            case ZabMessage.LeaderInfo(int epoch) -> objectIf(onLeaderInfo(epoch));
            case ZabMessage.FollowerInfo info ->
                    leave("the leader does not lead, it wants to follow us");
            case ZabMessage.ObserverInfo info ->
                    leave("the leader does not lead, it wants to observe us");
            case ZabMessage.AckEpoch ack ->
                    objectIf(Optional.of("it acknowledges what we never announced"));
        }
    }

    /** Two may trust each other for a moment, each by what the other said before. */
    void leave(String reason) {
        self.log.disconnect(leader, reason);
        end(reason);
    }

    private Optional<String> onLeaderInfo(int epoch) {
        Optional<String> objection = discovery.onLeaderInfo(epoch, self.log);
        if (objection.isEmpty() && discovery.isDone()) beginSync();
        return objection;
    }

    private void beginSync() {
        sync = Optional.of(new FollowerSync(leader, discovery.epoch(), self.log));
    }

    void received(ZabMessage.Sync message) {
        if (message instanceof ZabMessage.UpToDate(Zxid committed)) {
            objectIf(onUpToDate(committed));
        } else {
            objectIf(
                    sync.map(now -> now.step(message, self.log))
                            .orElse(Optional.of("it does not wait for our promise")));
        }
    }

    private Optional<String> onUpToDate(Zxid committed) {
        if (!isSynced() || serving) return Optional.of("we are not to be up to date now");
        if (committed.isAfter(self.log.appended())) return Optional.of("it left something out");

        serving = true;
        self.log.commit(committed);
        self.log.follow(leader, discovery.epoch());
        return Optional.empty();
    }

    void received(ZabMessage.Liveness message) {
        switch (message) {
            case ZabMessage.Ping ping -> self.log.send(leader, new ZabMessage.Pong(ping.round()));
            case ZabMessage.Pong pong -> objectIf(Optional.of("it answers what we never asked"));
        }
    }

    /** Entries that come behind the history, while that is not acknowledged yet. */
    Optional<String> append(Entries entries) {
        return sync.map(now -> now.onEntries(entries, self.log))
                .orElse(Optional.of("it does not wait for our promise"));
    }

    void onWord(LogWord word) {
        if (over) return;

        switch (word) {
            case LogWord.EpochAccepted(int epoch) -> {
                discovery.onAccepted(epoch, self.log);
                beginSync();
            }
            case LogWord.EpochEstablished established -> syncing().onEstablished(self.log);
            case LogWord.Durable durable -> sync.ifPresent(now -> now.onDurable(self.log));
            case LogWord.Truncated truncated -> {}
            case LogWord.SnapshotInstalled installed -> syncing().onInstalled(self.log);
        }
    }

    private FollowerSync syncing() {
        return sync.orElseThrow(() -> new Invariant.Broken("an epoch is discovered first"));
    }

    void snapshotReceived(Zxid at) {
        if (!over) syncing().onSnapshot(at, self.log);
    }

    /** Whether our disk has the leader's history, and the leader knows. */
    boolean isSynced() {
        return sync.map(FollowerSync::isDone).orElse(false);
    }

    boolean isServing() {
        return serving;
    }

    int epoch() {
        return discovery.epoch();
    }

    /** The leader broke its word, if there is something to object: we leave it. */
    void objectIf(Optional<String> objection) {
        objection.ifPresent(
                reason -> {
                    self.log.disconnect(leader, reason);
                    end("the leader is wrong: " + reason);
                });
    }

    /** The leader goes in good order, and says who comes next. */
    void leaveFor(ServerId successor) {
        if (over) return;

        over = true;
        self.log.disconnect(leader, "it hands over");
        String reason = "member " + leader + " hands over to " + successor;
        course.trust(new Nomination(successor, false), reason);
    }

    private void endWithout(String reason) {
        if (over) return;

        over = true;
        course.lookWithout(leader, reason);
    }

    private void end(String reason) {
        if (over) return;

        over = true;
        course.lookAgain(reason);
    }
}
