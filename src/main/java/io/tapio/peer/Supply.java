package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;

/**
 * Where long things come from, piece by piece, while they are sent.
 *
 * <p>All calls are made on the loop's thread, and none may block.
 */
public interface Supply {
    /**
     * Our log after {@code after}, which need not be an entry, up to and including {@code upTo}.
     */
    Flow entries(Zxid after, Zxid upTo);

    /** Our snapshot at that entry. */
    Flow snapshot(Zxid at);

    /** A long thing on its way. */
    interface Flow {
        /** One at a time: the taker is called once for each, at once or later. */
        void next(Taker taker);

        /** No more is wanted; called once, at the end too. A taker that waits is not called. */
        void close();
    }

    /** Takes the next piece: exactly one of these is called. */
    interface Taker {
        void entries(Entries run);

        void chunk(Bytes bytes);

        void endOfSnapshot(DigestMark mark);

        /** There is no more, of entries. */
        void end();

        /** The rest cannot be had. */
        void broken(String reason);
    }
}
