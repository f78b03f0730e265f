package io.tapio.peer;

import io.tapio.model.ServerId;
import java.util.List;

/** How the links with the others are, and what has passed on them since the start. */
public record PeerFigures(List<View> members, Traffic traffic, Trouble trouble) {
    public PeerFigures {
        members = List.copyOf(members);
    }

    /**
     * One other member.
     *
     * @param reached our votes reach it
     * @param heard its votes reach us
     * @param linked the learner link is there
     * @param queuedBytes held for it on the learner link
     */
    public record View(
            ServerId member, boolean reached, boolean heard, boolean linked, long queuedBytes) {}

    public record Traffic(
            long framesReceived, long framesSent, long bytesReceived, long bytesSent) {}

    /**
     * What went wrong, counted.
     *
     * @param accepted connections from others, wanted or not
     * @param strangers of these, from who is no member at all
     * @param refused members that we would not talk to
     * @param malformed links given up for broken bytes
     * @param silent links given up for silence
     * @param failed links given up for a mistake of our own
     */
    public record Trouble(
            long accepted,
            long strangers,
            long refused,
            long malformed,
            long silent,
            long failed) {}
}
