package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.broadcast.FollowerBroadcast;
import io.tapio.zab.election.Decision;
import java.util.Optional;

/** A voter under a leader: promises, learns its history, then acknowledges what it proposes. */
final class Following implements Phase {
    private final Self self;
    private final ServerId leader;
    private final Learner learner;
    private Optional<FollowerBroadcast> broadcast = Optional.empty();

    Following(Self self, Decision by, Course course, Optional<Nomination> named) {
        this.self = self;
        this.leader = by.leader();
        var info = new ZabMessage.FollowerInfo(by.accepted(), by.counts(), self.members.version());
        this.learner = new Learner(self, leader, state(), info, course, named);
    }

    @Override
    public PeerState state() {
        return PeerState.FOLLOWING;
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
            case ZabMessage.Proposal(Entries entries) -> onProposal(entries);
            case ZabMessage.Commit(Zxid upTo) -> onCommit(upTo);
            case ZabMessage.Ack ack -> Optional.of("it acknowledges what we never proposed");
            case ZabMessage.HandOver(ServerId successor) -> {
                learner.leaveFor(successor);
                yield Optional.empty();
            }
            case ZabMessage.Inform inform -> Optional.of("it takes us for an observer");
        };
    }

    private Optional<String> onProposal(Entries entries) {
        return broadcast
                .map(now -> now.onProposal(entries, self.log))
                .orElseGet(() -> learner.append(entries));
    }

    private Optional<String> onCommit(Zxid upTo) {
        if (!learner.isServing()) return Optional.of("it commits before we are up to date");

        return broadcast.flatMap(now -> now.onCommit(upTo, self.log));
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
        if (broadcast.isPresent()) {
            broadcast.get().onDurable(self.log);
        } else if (learner.isSynced()) {
            self.trust(new Vote(leader, learner.epoch(), self.log.appended()), self.round());
            broadcast = Optional.of(new FollowerBroadcast(leader, learner.epoch(), self.log));
        }
    }

    @Override
    public void snapshotReady(ServerId to, Zxid at) {}

    @Override
    public void snapshotReceived(Zxid at) {
        learner.snapshotReceived(at);
    }
}
