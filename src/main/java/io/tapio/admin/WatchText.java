package io.tapio.admin;

import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.watch.WatchTable;
import org.jspecify.annotations.Nullable;

/**
 * Writes watches as they come: first whose they are or where, then indented what belongs to that.
 * Like ZooKeeper it ends with an empty line.
 */
final class WatchText {
    private final Text out;
    private @Nullable Object heading;

    WatchText(Text out) {
        this.out = out;
    }

    static void writeSummary(WatchTable.DataWatches watches, Text out) {
        out.line(watches.watchers() + " connections watching " + watches.paths() + " paths");
        out.line("Total watches:" + watches.watches());
    }

    /** One watch, for {@code wchc}; those of a session come in a row. */
    void bySession(SessionId session, Bytes path) {
        if (!session.equals(heading)) {
            heading = session;
            out.line(session.toString());
        }
        out.line("\t", path);
    }

    /** One watch, for {@code wchp}; those on a path come in a row. */
    void byPath(Bytes path, SessionId session) {
        if (!path.equals(heading)) {
            heading = path;
            out.line("", path);
        }
        out.line("\t" + session);
    }

    Bytes end() {
        return out.line("").toBytes();
    }
}
