package io.tapio.ensemble;

import io.tapio.model.Zxid;

/** What the log says of the disk, in the order in which it was asked. */
sealed interface LogWord {
    record EpochAccepted(int epoch) implements LogWord {}

    record EpochEstablished(int epoch) implements LogWord {}

    record Durable(Zxid upTo) implements LogWord {}

    record Truncated(Zxid to) implements LogWord {}

    record SnapshotInstalled(Zxid at) implements LogWord {}
}
