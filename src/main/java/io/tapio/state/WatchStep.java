package io.tapio.state;

import io.tapio.model.Bytes;

/**
 * What a read asks of the watch manager. {@code errorAt} is where in the replies the error code of
 * the reply stands, to be overwritten if there is no such watch.
 */
public sealed interface WatchStep {
    record Register(WatchKind kind, Bytes path) implements WatchStep {}

    record Check(int watcherType, Bytes path, int errorAt) implements WatchStep {}

    record Remove(int watcherType, Bytes path, int errorAt) implements WatchStep {}
}
