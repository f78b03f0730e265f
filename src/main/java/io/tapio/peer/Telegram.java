package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import java.util.UUID;

/**
 * What two members send each other when actor messages carry their links. Any of these may get
 * lost, but none overtakes another.
 *
 * <p>On a link each end sends a stream of bytes, in numbered pieces, and acknowledges the other's.
 */
sealed interface Telegram {
    UUID link();

    /** The member that speaks. */
    ServerId from();

    /**
     * A new link is wanted; said again until it is acknowledged.
     *
     * @param replyTo the way back, as an actor's path
     */
    record Open(UUID link, ServerId from, String replyTo) implements Telegram {}

    /** The next bytes; the first piece has the number 1. */
    record Piece(UUID link, ServerId from, long number, Bytes bytes) implements Telegram {}

    /**
     * All pieces up to this number were taken; also a sign of life.
     *
     * @param busy no more is read for a while
     */
    record Ack(UUID link, ServerId from, long number, boolean busy) implements Telegram {}

    /** The link is gone. */
    record Bye(UUID link, ServerId from, String reason) implements Telegram {}
}
