package io.tapio.compat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Op;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.RawStat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Puts what one server says into words that are the same for every server: zxids count from the
 * first session, sessions have ordinals, times only an order, and sets are sorted.
 */
final class Description {
    private final Map<Long, String> sessions = new HashMap<>();
    private long base;

    /** Zxids are counted from here. */
    void countFrom(long zxid) {
        base = zxid;
    }

    boolean counts() {
        return base != 0;
    }

    /** The zxid of this server that a relative one stands for; 0 stays 0. */
    long absolute(long relative) {
        return relative <= 0 ? 0 : base + relative;
    }

    void named(long sessionId) {
        sessions.computeIfAbsent(sessionId, id -> "session" + (sessions.size() + 1));
    }

    String of(Handshake.Response response) {
        return response.accepted()
                ? "welcome %s timeout=%d password=%d bytes readOnly=%s protocol=%d"
                        .formatted(
                                owner(response.sessionId()),
                                response.timeoutMs(),
                                response.password().length(),
                                response.readOnly(),
                                response.protocolVersion())
                : "refused " + response;
    }

    String of(Incoming incoming) {
        return switch (incoming) {
            case Incoming.Reply r ->
                    "reply xid=%d zxid=%s err=%d %s %s"
                            .formatted(
                                    r.xid(),
                                    zxid(r.zxid()),
                                    r.err(),
                                    Op.name(r.opcode()),
                                    of(r.result()));
            case Incoming.Event e ->
                    "event type=%d path=%s zxid=%s state=%d"
                            .formatted(e.type(), e.path(), zxid(e.zxid()), e.state());
            case Incoming.Closed c -> "closed";
        };
    }

    private String of(RawResult result) {
        return switch (result) {
            case RawResult.Nothing r -> "";
            case RawResult.Path r -> r.path() + "";
            case RawResult.PathAndStat r -> r.path() + " " + of(r.stat());
            case RawResult.StatOnly r -> of(r.stat());
            case RawResult.DataAndStat r -> r.data() + " " + of(r.stat());
            case RawResult.AclAndStat r -> acl(r.acl()) + " " + of(r.stat());
            case RawResult.Names r -> sorted(r.names());
            case RawResult.NamesAndStat r -> sorted(r.names()) + " " + of(r.stat());
            case RawResult.Count r -> "count " + r.number();
            case RawResult.ErrorCode r -> "code " + r.err();
            case RawResult.Identities r ->
                    sorted(r.identities().stream().map(i -> i.scheme() + ":" + i.user()).toList());
            case RawResult.Token r -> "token " + r.token();
            case RawResult.Results r ->
                    r.results().stream().map(this::of).collect(Collectors.joining("; ", "[", "]"));
        };
    }

    private String of(RawResult.OpResult op) {
        return Op.name(op.type()) + " err=" + op.err() + " " + of(op.result());
    }

    private String of(RawStat s) {
        return "stat(c=%s m=%s p=%s v=%d cv=%d av=%d owner=%s length=%d children=%d %s)"
                .formatted(
                        zxid(s.czxid()),
                        zxid(s.mzxid()),
                        zxid(s.pzxid()),
                        s.version(),
                        s.cversion(),
                        s.aversion(),
                        owner(s.ephemeralOwner()),
                        s.dataLength(),
                        s.numChildren(),
                        times(s));
    }

    private String zxid(long zxid) {
        return zxid == 0 || zxid == -1 ? Long.toString(zxid) : "+" + (zxid - base);
    }

    private String owner(long sessionId) {
        return sessionId == 0 ? "none" : Objects.requireNonNullElse(sessions.get(sessionId), "?");
    }

    /** Clocks differ; that a node is born before it changes does not. */
    private static String times(RawStat s) {
        if (s.ctime() == 0 && s.mtime() == 0) return "no times";
        if (s.ctime() <= 0) return "a bad ctime";
        if (s.mzxid() == s.czxid() && s.mtime() != s.ctime()) return "changed before it was";
        return s.mtime() < s.ctime() ? "changed before born" : "times";
    }

    /** The order of entries is the client's, except where `auth` stood for several logins. */
    private static String acl(List<RawAcl> acl) {
        List<RawAcl> ordered = new ArrayList<>(acl);
        int from = 0;
        while (from < ordered.size()) {
            int to = from + 1;
            if ("digest".equals(ordered.get(from).scheme())) {
                while (to < ordered.size() && "digest".equals(ordered.get(to).scheme())) to++;
                ordered.subList(from, to).sort(Comparator.comparing(RawAcl::toString));
            }
            from = to;
        }
        return ordered.toString();
    }

    private static String sorted(List<String> names) {
        return names.stream().sorted().toList().toString();
    }
}
