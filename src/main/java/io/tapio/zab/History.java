package io.tapio.zab;

import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.Collections;

/**
 * A member's log in outline: everything it was told to append and has not cut, whether the disk has
 * it yet or not.
 */
public interface History {
    /** The entry that the first one here follows; {@link Zxid#NONE} if that is the beginning. */
    Zxid base();

    /** The last entry, or {@link #base()} if there is none. */
    Zxid last();

    /** The last entry before {@code zxid}, or {@link #base()} if there is none. */
    Zxid previous(Zxid zxid);

    default LogOutline outline() {
        var ends = new ArrayList<Zxid>();
        for (Zxid end = last(); end.isAfter(base()); ) {
            ends.add(end);
            end = previous(Zxid.startOf(end.epoch()));
        }
        Collections.reverse(ends);
        return new LogOutline(base(), ends);
    }
}
