package io.tapio.testkit.sim.invariant;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.zab.ZabMessage;

/** I9 what is acknowledged is on disk. */
final class DurableBeforeAcknowledged implements Law {
    private final Simulation world;

    DurableBeforeAcknowledged(Simulation world) {
        this.world = world;
    }

    @Override
    public String promise() {
        return "I9 what is acknowledged is on disk";
    }

    @Override
    public void said(Server from, ServerId to, ZabMessage message) {
        switch (message) {
            case ZabMessage.Ack(Zxid logged) -> checkOnDisk(from, logged);
            case ZabMessage.AckNewLeader(int epoch, Zxid logged) -> {
                checkOnDisk(from, logged);
                check(
                        from.durableEpoch() >= epoch,
                        () ->
                                "member %s acknowledges epoch %d, its disk has %d"
                                        .formatted(from.id(), epoch, from.durableEpoch()));
                checkOnDisk(from, world.server(to).lastLoggedBefore(Zxid.startOf(epoch)));
            }
            default -> {}
        }
    }

    private void checkOnDisk(Server member, Zxid logged) {
        check(
                !logged.isAfter(member.durable()),
                () ->
                        "member %s acknowledges %s, its disk has %s"
                                .formatted(member.id(), logged, member.durable()));
    }
}
