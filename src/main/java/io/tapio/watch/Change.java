package io.tapio.watch;

import io.tapio.model.Bytes;

/** One change of the tree that somebody may be waiting for. */
public record Change(Kind kind, Bytes path) {

    public enum Kind {
        CREATED,
        DELETED,
        DATA
    }
}
