package io.tapio.ensemble;

import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import io.tapio.zab.History;

/** The history of a lone member: nobody is ever brought up to it. */
record UnreadHistory() implements History {
    @Override
    public Zxid base() {
        throw unread();
    }

    @Override
    public Zxid last() {
        throw unread();
    }

    @Override
    public Zxid previous(Zxid zxid) {
        throw unread();
    }

    private static Invariant.Broken unread() {
        return new Invariant.Broken("nobody is brought up to a lone member's history");
    }
}
