package io.tapio.testkit.sim.full;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.invariant.Law;
import io.tapio.zab.ZabMessage;
import java.util.List;
import java.util.function.Consumer;

/** All promises, each told of everything that happens. */
final class Laws {
    private final List<Law> all;

    Laws(List<Law> all) {
        this.all = all;
    }

    private void each(Consumer<Law> tell) {
        all.forEach(tell);
    }

    void leads(Server leader, int epoch) {
        each(law -> law.leads(leader, epoch));
    }

    void committed(Ledger.Entry entry) {
        each(law -> law.committed(entry));
    }

    void applied(Server member, int position, Zxid zxid, Bytes bytes) {
        each(law -> law.applied(member, position, zxid, bytes));
    }

    void stateAt(Server member, Zxid at, long digest, boolean adopted) {
        each(law -> law.stateAt(member, at, digest, adopted));
    }

    void said(Server from, ServerId to, ZabMessage message) {
        each(law -> law.said(from, to, message));
    }

    void looks(Server member, String reason) {
        each(law -> law.looks(member, reason));
    }

    void toLog(Server member, Log.Command command) {
        each(law -> law.toLog(member, command));
    }

    void recovered(Server member, RecoveredLog log) {
        each(law -> law.recovered(member, log));
    }

    void crashed(Server member) {
        each(law -> law.crashed(member));
    }

    void diskLost(Server member) {
        each(law -> law.diskLost(member));
    }

    void connected(SimClient client, Server server, boolean fresh) {
        each(law -> law.connected(client, server, fresh));
    }

    void asked(SimClient client, Ask ask) {
        each(law -> law.asked(client, ask));
    }

    void answered(SimClient client, Ask ask, Reply reply) {
        each(law -> law.answered(client, ask, reply));
    }

    void unanswered(SimClient client, Ask ask) {
        each(law -> law.unanswered(client, ask));
    }

    void event(SimClient client, int type, String path, long zxid, int fired) {
        each(law -> law.event(client, type, path, zxid, fired));
    }

    void unknown(SimClient client) {
        each(law -> law.unknown(client));
    }

    void sessionOver(SimClient client, SessionId session, boolean closed) {
        each(law -> law.sessionOver(client, session, closed));
    }

    void atTheEnd() {
        each(Law::atTheEnd);
    }
}
