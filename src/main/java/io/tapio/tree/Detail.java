package io.tapio.tree;

import org.jspecify.annotations.Nullable;

/** What most znodes do not have: later changes, an owner, children. Its fields fill 48 bytes. */
final class Detail {
    long mzxid;
    long mtime;
    long owner;
    int version;
    int aversion;
    @Nullable Family family;

    Detail(long mzxid, long mtime) {
        this.mzxid = mzxid;
        this.mtime = mtime;
    }
}
