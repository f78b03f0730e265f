package io.tapio.testkit.sim.full;

import io.tapio.model.Zxid;
import io.tapio.wire.Request;

/**
 * Something that a client has asked.
 *
 * @param newestSeen by any client when it was sent: what a sync must come up to
 */
public record Ask(
        int xid, int opCode, Request request, long sentAtUs, Zxid newestSeen, boolean watches) {}
