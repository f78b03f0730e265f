package io.tapio.state;

import io.tapio.wire.Request;

/** Which writes a full disk still takes: those that leave the state no larger than it was. */
final class FullDisk {
    private FullDisk() {}

    static boolean grows(Request request) {
        return switch (request) {
            case Request.Create r -> true;
            case Request.CreateTtl r -> true;
            case Request.SetData r -> true;
            case Request.SetAcl r -> true;
            case Request.Multi r -> r.ops().stream().anyMatch(op -> grows(op.step()));
            default -> false;
        };
    }
}
