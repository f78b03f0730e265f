package io.tapio.log;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.Iterator;

/**
 * The state that the journal is folded into while a member starts.
 *
 * <p>At most one snapshot is loaded, before anything else. Entries arrive in order and stay pending
 * until they are committed. Whatever a fold throws fails the recovery.
 */
public interface Fold {

    /** Becomes the state of a snapshot, given the chunks it was written in. */
    void load(Iterator<Bytes> chunks);

    /** Entries that are logged, not known to be committed; they follow those appended before. */
    void append(Entries entries);

    /** Applies every pending entry up to and including {@code upTo}. */
    void commit(Zxid upTo);

    /** Forgets the pending entries after {@code last}. */
    void truncate(Zxid last);

    /** Throws if the state as applied so far, which is that at {@code mark.at()}, differs. */
    void check(DigestMark mark);
}
