package io.tapio.testkit.sim.invariant;

import io.tapio.log.RecoveredLog;
import io.tapio.testkit.sim.full.Server;

/** I9 an epoch is not established before its history is on disk. */
final class EpochsFollowTheLog implements Law {
    @Override
    public String promise() {
        return "I9 an epoch is not established before its history is on disk";
    }

    @Override
    public void recovered(Server member, RecoveredLog log) {
        check(
                log.acceptedEpoch() >= log.establishedEpoch()
                        && log.acceptedEpoch() >= log.lastLogged().epoch(),
                () ->
                        "member %s accepted %d, established %d, logged %s"
                                .formatted(
                                        member.id(),
                                        log.acceptedEpoch(),
                                        log.establishedEpoch(),
                                        log.lastLogged()));
    }
}
