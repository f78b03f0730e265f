package io.tapio.loop;

import java.nio.channels.SelectionKey;

/**
 * Whoever owns channels on a loop, and learns once in a turn which of them are ready.
 *
 * <p>Both methods are called between two turns and must be short: the owner remembers the keys and
 * arranges to serve them in the turn that follows. A channel that stays ready is named again.
 */
public interface ChannelOwner {
    /** One of the owner's channels is ready. */
    void collect(SelectionKey key);

    /** All ready channels of this turn were named. */
    void collected();
}
