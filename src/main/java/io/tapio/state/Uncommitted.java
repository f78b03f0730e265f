package io.tapio.state;

import io.tapio.model.KeeperError;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;

/** What waits for its turn to be applied or answered, in the order in which it was asked. */
sealed interface Uncommitted {
    Conversation asker();

    /** An entry of the log, and who waits for its reply: {@link Conversation#NOBODY} if none. */
    record Logged(TxnHeader header, Txn txn, Conversation asker) implements Uncommitted {}

    /** A write refused without an entry, for want of room; answered when all before it are. */
    record Refused(Conversation asker, int xid, KeeperError error) implements Uncommitted {}

    /** A client that goes on with a session whose beginning is in flight. */
    record Coming(Conversation asker, int timeoutMs) implements Uncommitted {}

    /** A new session that there is no room for. */
    record TurnedAway(Conversation asker) implements Uncommitted {}
}
