package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Majority;
import io.tapio.zab.Membership;
import io.tapio.zab.Outbox;
import io.tapio.zab.ToyHistory;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabSettings;
import java.util.Map;
import java.util.Set;

/** The outbox of an ensemble of one: whatever belongs to others is a mistake. */
interface Lone extends Outbox {
    static ZabPeer peer(ServerId self) {
        return peer(self, ZabSettings.DEFAULT.lastCounter());
    }

    /** One whose epochs end with the run that reaches {@code lastCounter}. */
    static ZabPeer peer(ServerId self, int lastCounter) {
        var members = new Membership(new Majority(Set.of(self)), Set.of(), 0);
        var settings = new ZabSettings(2, 2, 5, 100, 50, lastCounter);
        return new ZabPeer(self, members, settings);
    }

    static Recollection found(int accepted, int current, Zxid last) {
        return found(accepted, current, ToyHistory.upTo(last).outline());
    }

    /** A log that is applied as far as its state goes, and proven if it ever had an epoch. */
    static Recollection found(int accepted, int established, LogOutline log) {
        boolean proven = established > 0;
        return new Recollection(accepted, established, log, log.base(), proven, Map.of());
    }

    @Override
    default void prove() {}

    @Override
    default void truncate(Zxid to) {
        throw new AssertionError("cut");
    }

    @Override
    default void installSnapshot(Zxid at) {
        throw new AssertionError("snapshot");
    }

    @Override
    default void follow(ServerId leader, int epoch) {
        throw new AssertionError("follows");
    }

    @Override
    default void lookAgain(String reason) {
        // an epoch is used up, and the next begins
    }

    @Override
    default void await(Set<ServerId> missing, Set<ServerId> unproven) {
        throw new AssertionError("awaits");
    }

    @Override
    default void send(ServerId to, ZabMessage message) {
        throw new AssertionError("sends");
    }

    @Override
    default void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        throw new AssertionError("sends");
    }

    @Override
    default void confirmed(long token) {}

    @Override
    default void remember(Map<ServerId, Zxid> marks) {}

    @Override
    default void stopProposing() {
        throw new AssertionError("stops");
    }

    @Override
    default void handedOver() {
        throw new AssertionError("hands over");
    }

    @Override
    default void connect(ServerId leader) {
        throw new AssertionError("connects");
    }

    @Override
    default void disconnect(ServerId peer, String reason) {
        throw new AssertionError(reason);
    }

    @Override
    default void sendSnapshot(ServerId to) {
        throw new AssertionError("snapshot");
    }
}
