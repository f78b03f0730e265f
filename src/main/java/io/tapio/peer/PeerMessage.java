package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.zab.ZabMessage;

/** What travels on a link. */
public sealed interface PeerMessage {

    /** A word of the protocol; notifications among them. */
    record Said(ZabMessage message) implements PeerMessage {}

    /** What one member wants of another outside the protocol; its content is opaque here. */
    record Errand(Bytes body) implements PeerMessage {}

    /** The next piece of the snapshot that was offered. */
    record SnapshotChunk(Bytes bytes) implements PeerMessage {}

    /** That was the whole snapshot. */
    record SnapshotEnd(DigestMark mark) implements PeerMessage {}
}
