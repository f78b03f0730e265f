package io.tapio.admin;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.SessionId;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionEntry;
import io.tapio.state.SessionTable;
import io.tapio.state.StateMachine;
import io.tapio.tree.Owners;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists what a server knows: sessions, ephemeral znodes, digests.
 *
 * @param locals sessions that it alone knows; absent where there can be none
 */
record StateDump(ReplicatedState state, Optional<SessionTable> locals, long nowMs, ZoneId zone) {

    static StateDump of(StateMachine machine, long nowMs, ZoneId zone) {
        var locals = Optional.of(machine.localSessions()).filter(t -> machine.mayHaveLocals());
        return new StateDump(machine.state(), locals, nowMs, zone);
    }

    /** {@code learner}: a server that does not expire sessions itself. */
    void write(boolean learner, Text out) {
        out.line("SessionTracker dump:");
        locals.ifPresent(sessions -> writeSessions("Local Session", sessions, out));
        if (learner) writeTimeouts(state.sessions().all(), out);
        else writeSessions(locals.isPresent() ? "Global Session" : "Session", out);
        writeEphemerals(out);
    }

    static void writeTimeouts(Collection<SessionEntry> sessions, Text out) {
        out.line("Global Sessions(" + sessions.size() + "):");
        sessions.stream()
                .sorted(Comparator.comparingLong(each -> each.id().value()))
                .forEach(each -> out.line(each.id() + "\t" + each.timeoutMs() + "ms"));
    }

    private void writeSessions(String what, Text out) {
        writeSessions(what, state.sessions(), out);
    }

    private void writeSessions(String what, SessionTable table, Text out) {
        int tickMs = state.settings().tickTimeMs();
        var sets = new ExpirySets<SessionId>();
        table.byDueTick()
                .forEach(
                        (tick, ids) -> {
                            long dueMs = nowMs + (tick - table.now()) * tickMs;
                            ids.forEach(id -> sets.add(dueMs / tickMs * tickMs, id));
                        });
        sets.write(what, zone, SessionId::toString, out);
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
