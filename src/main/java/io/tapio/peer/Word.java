package io.tapio.peer;

import io.tapio.model.ServerId;
import io.tapio.zab.ZabMessage;
import java.util.Optional;
import java.util.UUID;

/** What two ends of a link say to each other: the members' messages, and words about the link. */
sealed interface Word {

    /** A message of one member to the other. */
    record Carried(PeerMessage message) implements Word {}

    /**
     * First on a link, in both directions: who speaks, and to whom.
     *
     * @param vote what the speaker thinks of the leadership, if it has thought already
     */
    record Greeting(
            LinkKind kind,
            Optional<UUID> cluster,
            ServerId from,
            ServerId to,
            UUID journal,
            Optional<ZabMessage.Notification> vote)
            implements Word {}

    /**
     * Nothing else is to be said.
     *
     * @param busy we live, but read no more of this link until our disk has caught up
     */
    record Alive(boolean busy) implements Word {}

    /** The link ends with this word, for this reason. */
    record Farewell(String reason) implements Word {}
}
