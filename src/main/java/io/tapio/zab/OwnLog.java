package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;

/** How far a member's own log has come, for the machines to look at. */
public interface OwnLog {
    /** The newest epoch promised, on disk. */
    int accepted();

    /** The newest epoch whose leader's history this log had, on disk. */
    int current();

    /** The end of what was given to the log and not cut. */
    Zxid appended();

    /** The end of what the disk has; never after {@link #appended}. */
    Zxid durable();

    /** The end of what was applied; never after {@link #durable}. */
    Zxid committed();

    /** All that was given to the log and not cut, in outline. */
    LogOutline outline();

    /** Whether {@code next} may stand right after the entry {@code last}. */
    static boolean follows(Zxid last, Entries next) {
        Zxid first = next.first();
        return first.epoch() == last.epoch()
                ? first.value() == last.value() + 1
                : first.isAfter(last) && first.counter() == 1;
    }
}
