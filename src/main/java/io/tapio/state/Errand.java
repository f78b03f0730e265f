package io.tapio.state;

import io.tapio.auth.Requester;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.wire.Frames;
import java.util.List;

/**
 * What a learner asks of its leader for its clients, and what the leader tells it of them.
 *
 * <p>A {@code conversation} is a number that the learner gave to one of its clients' connections.
 * What became of a write is not told: the learner sees it in the committed entries.
 */
public sealed interface Errand {

    /** Learner to leader. */
    sealed interface Asked extends Errand {}

    /** The session is to come into being. */
    record Open(long conversation, SessionId session, int timeoutMs) implements Asked {}

    /** The connection has a session that only the learner knows. */
    record Local(long conversation, SessionId session) implements Asked {}

    /** A client wants to go on with its session here; its password was checked. */
    record Attach(long conversation, SessionId session, int timeoutMs) implements Asked {}

    /** A client's writes, all of these frames. */
    record Requests(long conversation, Requester requester, Frames frames) implements Asked {}

    /** The connection is gone. */
    record Detach(long conversation) implements Asked {}

    /** A client wants to see everything that was written before now. */
    record Sync(long token) implements Asked {}

    /** Clients with these sessions were heard lately. */
    record Touched(List<SessionId> sessions) implements Asked {}

    /** Leader to learner. */
    sealed interface Told extends Errand {}

    /** The session is this connection's; entries up to {@code after} are none of its writes. */
    record Attached(long conversation, int timeoutMs, Zxid after) implements Told {}

    /** There is no such session. */
    record Unknown(long conversation) implements Told {}

    /** A write was refused without an entry; all before it are not after {@code after}. */
    record Refused(long conversation, int xid, KeeperError error, Zxid after) implements Told {}

    /** There is no room for one more session. */
    record TurnedAway(long conversation) implements Told {}

    /** The session has moved to another connection. */
    record Moved(long conversation) implements Told {}

    /** Whoever sees everything up to {@code upTo} sees what was written before that sync. */
    record Synced(long token, Zxid upTo) implements Told {}
}
