package io.tapio.testkit.sim.invariant;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Server;
import io.tapio.zab.ZabMessage;
import java.util.HashMap;
import java.util.Map;

/** I9 what was acknowledged is there after a restart. */
final class AcknowledgedIsThereAfterARestart implements Law {
    private final Map<ServerId, Zxid> acknowledged = new HashMap<>();
    private final Map<ServerId, Integer> promised = new HashMap<>();

    @Override
    public String promise() {
        return "I9 what was acknowledged is there after a restart";
    }

    @Override
    public void said(Server from, ServerId to, ZabMessage message) {
        switch (message) {
            case ZabMessage.Ack(Zxid logged) -> acknowledged.merge(from.id(), logged, this::later);
            case ZabMessage.AckNewLeader(int epoch, Zxid logged) ->
                    acknowledged.merge(from.id(), logged, this::later);
            case ZabMessage.LeaderInfo(int epoch) -> promised.merge(from.id(), epoch, Math::max);
            default -> {}
        }
    }

    private Zxid later(Zxid one, Zxid other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void toLog(Server member, Log.Command command) {
        if (command instanceof Log.Truncate(Zxid last)) {
            acknowledged.computeIfPresent(member.id(), (id, at) -> at.isAfter(last) ? last : at);
        } else if (command instanceof Log.InstallSnapshot) {
            acknowledged.remove(member.id());
        }
    }

    @Override
    public void diskLost(Server member) {
        acknowledged.remove(member.id());
        promised.remove(member.id());
    }

    @Override
    public void recovered(Server member, RecoveredLog log) {
        if (!log.standing().proven()) return; // it says itself that it may have forgotten

        Zxid had = acknowledged.getOrDefault(member.id(), Zxid.NONE);
        check(
                !had.isAfter(log.lastLogged()),
                () ->
                        "member %s acknowledged %s and comes back with %s"
                                .formatted(member.id(), had, log.lastLogged()));
        int epoch = promised.getOrDefault(member.id(), 0);
        check(
                log.acceptedEpoch() >= epoch,
                () ->
                        "member %s began epoch %d and remembers %d"
                                .formatted(member.id(), epoch, log.acceptedEpoch()));
    }
}
