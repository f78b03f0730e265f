package io.tapio.state;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;

/** What a connected session is told, in the order in which it happened. */
public sealed interface Delivery {

    /** The session exists and belongs to this connection now. */
    record Opened(int timeoutMs) implements Delivery {}

    /** As {@link Opened}, at a server that has no leader and lets its clients read only. */
    record OpenedToRead(int timeoutMs) implements Delivery {}

    /** There is no such session, or the password is not its own. */
    record Unknown() implements Delivery {}

    /** The client has seen a later state than this server has; it must look elsewhere. */
    record Ahead() implements Delivery {}

    /** The disk has no room for one more session; the client must look elsewhere. */
    record NoRoom() implements Delivery {}

    /**
     * Complete reply frames to the next {@code answered} requests; {@code hangUp} says that the
     * connection ends behind them.
     */
    record Answers(Bytes frames, int answered, boolean hangUp) implements Delivery {}

    /** A complete event frame, for a client that may read a znode with this access list. */
    record Event(Bytes frame, Acl acl) implements Delivery {}

    /** The session is over, by its time-out or by another's word; no reply is due. */
    record Ended() implements Delivery {}

    /** This server has lost its leader: the client must look elsewhere, its session goes on. */
    record Lost() implements Delivery {}

    /** The session has moved to another connection. */
    record Moved() implements Delivery {}
}
