package io.tapio.tree;

import io.tapio.model.Acl;
import io.tapio.model.Invariant;
import java.util.HashMap;
import java.util.Map;

/** Keeps one instance of every access list in use, and forgets it with its last znode. */
final class AclTable {
    private final Map<Acl, SharedAcl> shared = new HashMap<>();
    private final SharedAcl open = new SharedAcl(Acl.OPEN); // never forgotten

    AclTable() {
        shared.put(Acl.OPEN, open);
    }

    @SuppressWarnings("ReferenceEquality") // a short cut for the list that almost all have
    SharedAcl share(Acl acl) {
        SharedAcl entry = acl == Acl.OPEN ? open : shared.computeIfAbsent(acl, SharedAcl::new);
        entry.uses++;
        return entry;
    }

    void release(SharedAcl entry) {
        Invariant.holds(entry.uses > 0, "an access list is released as often as it was shared");
        entry.uses--;
        if (entry.uses == 0 && entry != open) shared.remove(entry.acl);
    }

    /** How many different access lists are in use. */
    int size() {
        return shared.size() - (open.uses == 0 ? 1 : 0);
    }
}
