package io.tapio.testkit.sim.invariant;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.testkit.sim.full.Violation;
import io.tapio.zab.ZabMessage;
import java.util.function.Supplier;

/** A promise that is held against all that happens; throws {@link Violation} when it is broken. */
public interface Law {
    /** The promise in words, with its numbers in the list of invariants. */
    String promise();

    default void check(boolean holds, Supplier<String> what) {
        if (!holds) throw new Violation(promise(), what.get());
    }

    /** A member begins to lead; its replica has applied what it knows to be committed. */
    default void leads(Server leader, int epoch) {}

    /** An entry is applied for the first time by anybody. */
    default void committed(Ledger.Entry entry) {}

    /** A member applies an entry as its {@code position}th. */
    default void applied(Server member, int position, Zxid zxid, Bytes bytes) {}

    /** What a member's state is after an entry; {@code adopted} from disk or from a leader. */
    default void stateAt(Server member, Zxid at, long digest, boolean adopted) {}

    /** What a member is about to send. */
    default void said(Server from, ServerId to, ZabMessage message) {}

    /** A member has no leader any more, or leads no more. */
    default void looks(Server member, String reason) {}

    /** What a member's log is told. */
    default void toLog(Server member, Log.Command command) {}

    default void recovered(Server member, RecoveredLog log) {}

    default void crashed(Server member) {}

    /** Somebody has tampered with a member's disk. */
    default void diskLost(Server member) {}

    default void connected(SimClient client, Server server, boolean fresh) {}

    default void asked(SimClient client, Ask ask) {}

    default void answered(SimClient client, Ask ask, Reply reply) {}

    /** The connection is gone before the answer. */
    default void unanswered(SimClient client, Ask ask) {}

    /** {@code fired} watches waited for it. */
    default void event(SimClient client, int type, String path, long zxid, int fired) {}

    /** A server knows nothing of the client's session. */
    default void unknown(SimClient client) {}

    default void sessionOver(SimClient client, SessionId session, boolean closed) {}

    /** All is healed and calm. */
    default void atTheEnd() {}
}
