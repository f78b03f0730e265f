package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.broadcast.ObserverFeed;
import io.tapio.zab.election.Decision;
import java.util.Optional;

/** A member without a vote under a leader: learns its history, then is told what is committed. */
final class Observing implements Phase {
    private final Self self;
    private final ServerId leader;
    private final Learner learner;
    private final ObserverFeed feed;

    Observing(Self self, Decision by, Course course, Optional<Nomination> named) {
        this.self = self;
        this.leader = by.leader();
        var info = new ZabMessage.ObserverInfo(self.log.accepted(), self.members.version());
        this.learner = new Learner(self, leader, state(), info, course, named);
        this.feed = new ObserverFeed(self.log);
    }

    @Override
    public PeerState state() {
        return PeerState.OBSERVING;
    }

    @Override
    public void begin() {
        learner.begin();
    }

    @Override
    public void tick() {
        learner.tick();
    }

    @Override
    public void heard(ServerId from, ZabMessage.Notification notification) {
        learner.heard(from, notification);
    }

    @Override
    public void received(ServerId from, ZabMessage message) {
        if (!learner.isFromLeader(from) || learner.isLate(message)) return;

        switch (message) {
            case ZabMessage.Election election -> {}
            case ZabMessage.Discovery discovery -> learner.received(discovery);
            case ZabMessage.Sync sync -> learner.received(sync);
            case ZabMessage.Broadcast each -> learner.objectIf(onBroadcast(each));
            case ZabMessage.Liveness ping -> learner.received(ping);
        }
    }

    private Optional<String> onBroadcast(ZabMessage.Broadcast message) {
        return switch (message) {
            case ZabMessage.Inform(Entries entries) -> onInform(entries);
            case ZabMessage.HandOver(ServerId successor) -> {
                learner.leaveFor(successor);
                yield Optional.empty();
            }
            case ZabMessage.Proposal proposal -> Optional.of("it takes us for a voter");
            case ZabMessage.Commit commit -> Optional.of("it takes us for a voter");
            case ZabMessage.Ack ack -> Optional.of("it acknowledges what we never proposed");
        };
    }

    private Optional<String> onInform(Entries entries) {
        return learner.isSynced() ? feed.onInform(entries, self.log) : learner.append(entries);
    }

    @Override
    public void linkUp(ServerId peer) {
        learner.linkUp(peer);
    }

    @Override
    public void linkDown(ServerId peer) {
        learner.linkDown(peer);
    }

    @Override
    public void progress(ServerId peer) {
        learner.progress(peer);
    }

    @Override
    public void leave(String reason) {
        learner.leave(reason);
    }

    @Override
    public void onWord(LogWord word) {
        learner.onWord(word);
        if (learner.isSynced()) {
            self.trust(new Vote(leader, learner.epoch(), self.log.appended()), self.round());
        }
    }

    @Override
    public void snapshotReady(ServerId to, Zxid at) {}

    @Override
    public void snapshotReceived(Zxid at) {
        learner.snapshotReceived(at);
    }
}
