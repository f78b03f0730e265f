package io.tapio.tree;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;

/** One access list as all znodes that have it share it, with how many they are. */
final class SharedAcl {
    final Acl acl;

    /** Hash of the content, the same on every JVM. */
    final long content;

    int uses;

    SharedAcl(Acl acl) {
        this.acl = acl;
        this.content = contentOf(acl);
    }

    private static long contentOf(Acl acl) {
        long h = acl.entries().size();
        for (AclEntry entry : acl.entries()) {
            h = PathHash.mix(h, entry.perms());
            h = hash(h, Bytes.utf8(entry.scheme()));
            h = hash(h, Bytes.utf8(entry.id()));
        }
        return PathHash.finish(h);
    }

    private static long hash(long seed, Bytes text) {
        return PathHash.ofBytes(seed, text.array(), text.offset(), text.offset() + text.length());
    }
}
