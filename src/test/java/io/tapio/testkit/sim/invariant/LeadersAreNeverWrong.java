package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Server;

/** I5 what a leader sends follows from what it sent before. */
final class LeadersAreNeverWrong implements Law {
    @Override
    public String promise() {
        return "I5 what a leader sends follows from what it sent before";
    }

    @Override
    public void looks(Server member, String reason) {
        boolean wrong = reason.startsWith("the leader is wrong") && !reason.contains("is before");
        check(!wrong, () -> "member " + member.id() + ": " + reason);
    }
}
