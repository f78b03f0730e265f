package io.tapio.ensemble;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;

/** A member that has not read its journal yet: it says nothing and hears nothing. */
record Recovering() implements Phase {
    @Override
    public PeerState state() {
        return PeerState.LOOKING;
    }

    @Override
    public void begin() {}

    @Override
    public void tick() {}

    @Override
    public void received(ServerId from, ZabMessage message) {}

    @Override
    public void heard(ServerId from, ZabMessage.Notification notification) {}

    @Override
    public void linkUp(ServerId peer) {}

    @Override
    public void linkDown(ServerId peer) {}

    @Override
    public void progress(ServerId peer) {}

    @Override
    public void leave(String reason) {}

    @Override
    public void onWord(LogWord word) {
        throw new Invariant.Broken("a log is read before it is written");
    }

    @Override
    public void snapshotReady(ServerId to, Zxid at) {}

    @Override
    public void snapshotReceived(Zxid at) {}
}
