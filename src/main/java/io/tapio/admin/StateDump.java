package io.tapio.admin;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.SessionId;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionEntry;
import io.tapio.state.SessionTable;
import io.tapio.tree.Owners;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Lists what the replicated state holds: sessions, ephemeral znodes, digests. */
record StateDump(ReplicatedState state, long nowMs, ZoneId zone) {

    /** {@code learner}: a server that does not expire sessions itself. */
    void write(boolean learner, Text out) {
        out.line("SessionTracker dump:");
        if (learner) writeTimeouts(state.sessions().all(), out);
        else writeSessions(out);
        writeEphemerals(out);
    }

    static void writeTimeouts(Collection<SessionEntry> sessions, Text out) {
        out.line("Global Sessions(" + sessions.size() + "):");
        sessions.stream()
                .sorted(Comparator.comparingLong(each -> each.id().value()))
                .forEach(each -> out.line(each.id() + "\t" + each.timeoutMs() + "ms"));
    }

    private void writeSessions(Text out) {
        SessionTable table = state.sessions();
        int tickMs = state.settings().tickTimeMs();
        var sets = new ExpirySets<SessionId>();
        table.byDueTick()
                .forEach(
                        (tick, ids) -> {
                            long dueMs = nowMs + (tick - table.now()) * tickMs;
                            ids.forEach(id -> sets.add(dueMs / tickMs * tickMs, id));
                        });
        sets.write("Session", zone, SessionId::toString, out);
    }

    private void writeEphemerals(Text out) {
        Owners owners = state.tree().owners();
        writeEphemerals(owners.sessions(), owners::ephemeralsOf, out);
    }

    static void writeEphemerals(
            Collection<SessionId> sessions, Function<SessionId, List<Bytes>> paths, Text out) {
        out.line("ephemeral nodes dump:");
        out.line("Sessions with Ephemerals (" + sessions.size() + "):");
        for (SessionId session : sessions) {
            out.line(session + ":");
            paths.apply(session).forEach(path -> out.line("\t", path));
        }
    }

    static void writeDigests(List<DigestMark> marks, Text out) {
        for (DigestMark mark : marks) {
            out.line(Long.toHexString(mark.at().value()) + ": " + mark.digest());
        }
    }
}
