package io.tapio.wire;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import java.util.List;

/**
 * A request just as the client sent it; whether it makes sense is judged later, in {@code state}.
 *
 * <p>Paths and data are slices of the frame they came in: whoever keeps one for long compacts it.
 * Only {@link Sync} and {@link GetEphemerals} may have an {@linkplain Bytes#ABSENT absent} path.
 * Lists are not changed after the record is made.
 */
public sealed interface Request {

    /** What may stand in a {@link Multi}. */
    sealed interface Step extends Request permits Create, CreateTtl, Delete, SetData, Check {}

    /** What may stand in a {@link MultiRead}. */
    sealed interface Query extends Request permits GetData, GetChildren {}

    /**
     * OpCodes 1, 15 (reply with Stat) and 19 (container). Jute: {@code ustring path; buffer data;
     * vector<ACL> acl; int flags}.
     */
    record Create(Bytes path, Bytes data, Acl acl, int flags) implements Step {}

    /** OpCode 21. Jute: the fields of {@link Create}, then {@code long ttl}. */
    record CreateTtl(Bytes path, Bytes data, Acl acl, int flags, long ttlMs) implements Step {}

    /** OpCode 2. Jute: {@code ustring path; int version}. */
    record Delete(Bytes path, int version) implements Step {}

    /** OpCode 3. Jute: {@code ustring path; boolean watch}. */
    record Exists(Bytes path, boolean watch) implements Request {}

    /** OpCode 4. Jute: {@code ustring path; boolean watch}. */
    record GetData(Bytes path, boolean watch) implements Query {}

    /** OpCode 5. Jute: {@code ustring path; buffer data; int version}. */
    record SetData(Bytes path, Bytes data, int version) implements Step {}

    /** OpCode 6. Jute: {@code ustring path}. */
    record GetAcl(Bytes path) implements Request {}

    /** OpCode 7. Jute: {@code ustring path; vector<ACL> acl; int version}. */
    record SetAcl(Bytes path, Acl acl, int version) implements Request {}

    /** OpCode 8. Jute: {@code ustring path; boolean watch}. */
    record GetChildren(Bytes path, boolean watch) implements Query {}

    /** OpCode 9. Jute: {@code ustring path}, which is echoed even if absent. */
    record Sync(Bytes path) implements Request {}

    /** OpCode 11, nothing but the header. */
    record Ping() implements Request {}

    /** OpCode 12. Jute: {@code ustring path; boolean watch}. */
    record GetChildren2(Bytes path, boolean watch) implements Request {}

    /** OpCode 13, in a multi only. Jute: {@code ustring path; int version}. */
    record Check(Bytes path, int version) implements Step {}

    /** OpCode 14. Jute: {@code (MultiHeader, request)*}, then a MultiHeader that says done. */
    record Multi(List<Op> ops) implements Request {}

    /** One step of a multi; the code tells the three kinds of {@link Create} apart. */
    record Op(int opCode, Step step) {}

    /**
     * OpCode 16. Jute: {@code ustring joiningServers; ustring leavingServers; ustring newMembers;
     * long curConfigId}. Each text may be absent, which is not the empty one.
     */
    record Reconfig(Bytes joining, Bytes leaving, Bytes newMembers, long currentConfig)
            implements Request {}

    /** OpCode 17. Jute: {@code ustring path; int type}. */
    record CheckWatches(Bytes path, int type) implements Request {}

    /** OpCode 18. Jute: {@code ustring path; int type}. */
    record RemoveWatches(Bytes path, int type) implements Request {}

    /** OpCode 22, laid out like {@link Multi}; the watch flags mean nothing. */
    record MultiRead(List<Query> queries) implements Request {}

    /** OpCode 100. Jute: {@code int type; ustring scheme; buffer auth}; the type means nothing. */
    record Auth(int type, String scheme, Bytes credential) implements Request {}

    /**
     * OpCode 101, and 105 that adds the last two lists. Jute: {@code long relativeZxid;
     * vector<ustring>} data, exist, child, persistent, persistentRecursive.
     */
    record SetWatches(
            long relativeZxid,
            List<Bytes> data,
            List<Bytes> exist,
            List<Bytes> child,
            List<Bytes> persistent,
            List<Bytes> recursive)
            implements Request {}

    /** OpCode 102. Jute: {@code buffer token}. */
    record Sasl(Bytes token) implements Request {}

    /** OpCode 103. Jute: {@code ustring prefixPath}; absent means all. */
    record GetEphemerals(Bytes prefix) implements Request {}

    /** OpCode 104. Jute: {@code ustring path}. */
    record GetAllChildrenNumber(Bytes path) implements Request {}

    /** OpCode 106. Jute: {@code ustring path; int mode}. */
    record AddWatch(Bytes path, int mode) implements Request {}

    /** OpCode 107, nothing but the header. */
    record WhoAmI() implements Request {}

    /** OpCode -11, nothing but the header. */
    record CloseSession() implements Request {}
}
