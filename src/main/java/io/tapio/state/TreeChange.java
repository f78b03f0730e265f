package io.tapio.state;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;

/**
 * A change that watches may be waiting for, with the access lists that decide who may learn of it:
 * the znode's own, and its parent's for the change of the list of children.
 */
public record TreeChange(Kind kind, Bytes path, Acl acl, Acl parentAcl) {
    /** What happened to the znode. */
    public enum Kind {
        CREATED,
        DELETED,
        DATA_SET
    }
}
