package io.tapio.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as a client may send it, sensible or not. Records are named by their shape on the wire,
 * since many operations share one; the static methods give them their usual names.
 */
public sealed interface RawRequest {

    int opcode();

    /** Writes the record that follows the request header. */
    void write(WireWriter out);

    /** Nothing but the header: ping, whoAmI, closeSession. */
    record HeaderOnly(int opcode) implements RawRequest {
        @Override
        public void write(WireWriter out) {}
    }

    /** getACL, sync, getEphemerals, getAllChildrenNumber. */
    record PathOnly(int opcode, @Nullable String path) implements RawRequest {
        @Override
        public void write(WireWriter out) {
            out.ustring(path);
        }
    }

    /** exists, getData, getChildren, getChildren2. */
    record PathAndWatch(int opcode, String path, boolean watch) implements RawRequest {
        @Override
        public void write(WireWriter out) {
            out.ustring(path).bool(watch);
        }
    }

    /**
     * A version (delete, check), a watcher type (checkWatches, removeWatches), a mode (addWatch).
     */
    record PathAndNumber(int opcode, String path, int number) implements RawRequest {
        @Override
        public void write(WireWriter out) {
            out.ustring(path).int32(number);
        }
    }

    /** create, create2, createContainer. */
    record Create(int opcode, String path, Octets data, @Nullable List<RawAcl> acl, int flags)
            implements RawRequest {
        @Override
        public void write(WireWriter out) {
            out.ustring(path).buffer(data).vector(acl, RawAcl::write).int32(flags);
        }
    }

    record CreateTtl(String path, Octets data, @Nullable List<RawAcl> acl, int flags, long ttlMs)
            implements RawRequest {
        @Override
        public int opcode() {
            return Op.CREATE_TTL.code();
        }

        @Override
        public void write(WireWriter out) {
            out.ustring(path).buffer(data).vector(acl, RawAcl::write).int32(flags).int64(ttlMs);
        }
    }

    record SetData(String path, Octets data, int version) implements RawRequest {
        @Override
        public int opcode() {
            return Op.SET_DATA.code();
        }

        @Override
        public void write(WireWriter out) {
            out.ustring(path).buffer(data).int32(version);
        }
    }

    record SetAcl(String path, @Nullable List<RawAcl> acl, int version) implements RawRequest {
        @Override
        public int opcode() {
            return Op.SET_ACL.code();
        }

        @Override
        public void write(WireWriter out) {
            out.ustring(path).vector(acl, RawAcl::write).int32(version);
        }
    }

    /** multi and multiRead. */
    record Multi(int opcode, List<RawRequest> ops) implements RawRequest {
        @Override
        public void write(WireWriter out) {
            for (RawRequest op : ops) {
                out.int32(op.opcode()).bool(false).int32(-1);
                op.write(out);
            }
            out.int32(-1).bool(true).int32(-1);
        }
    }

    record Auth(String scheme, Octets credentials) implements RawRequest {
        @Override
        public int opcode() {
            return Op.AUTH.code();
        }

        @Override
        public void write(WireWriter out) {
            out.int32(0).ustring(scheme).buffer(credentials);
        }
    }

    /** setWatches with three lists (data, exist, child), setWatches2 with five. */
    record SetWatches(int opcode, long relativeZxid, List<List<String>> lists)
            implements RawRequest {
        @Override
        public void write(WireWriter out) {
            out.int64(relativeZxid);
            lists.forEach(list -> out.vector(list, (path, o) -> o.ustring(path)));
        }
    }

    record Reconfig(
            @Nullable String joining,
            @Nullable String leaving,
            @Nullable String newMembers,
            long curConfigId)
            implements RawRequest {
        @Override
        public int opcode() {
            return Op.RECONFIG.code();
        }

        @Override
        public void write(WireWriter out) {
            out.ustring(joining).ustring(leaving).ustring(newMembers).int64(curConfigId);
        }
    }

    /** Any number, any bytes. */
    record Raw(int opcode, Octets body) implements RawRequest {
        @Override
        public void write(WireWriter out) {
            out.raw(body.bytes());
        }
    }

    static RawRequest create(String path, Octets data, @Nullable List<RawAcl> acl, int flags) {
        return new Create(Op.CREATE.code(), path, data, acl, flags);
    }

    static RawRequest create2(String path, Octets data, @Nullable List<RawAcl> acl, int flags) {
        return new Create(Op.CREATE2.code(), path, data, acl, flags);
    }

    static RawRequest createContainer(String path, Octets data, @Nullable List<RawAcl> acl) {
        return new Create(Op.CREATE_CONTAINER.code(), path, data, acl, 4);
    }

    static RawRequest createTtl(
            String path, Octets data, @Nullable List<RawAcl> acl, int flags, long ttlMs) {
        return new CreateTtl(path, data, acl, flags, ttlMs);
    }

    static RawRequest delete(String path, int version) {
        return new PathAndNumber(Op.DELETE.code(), path, version);
    }

    static RawRequest exists(String path, boolean watch) {
        return new PathAndWatch(Op.EXISTS.code(), path, watch);
    }

    static RawRequest getData(String path, boolean watch) {
        return new PathAndWatch(Op.GET_DATA.code(), path, watch);
    }

    static RawRequest setData(String path, Octets data, int version) {
        return new SetData(path, data, version);
    }

    static RawRequest getAcl(String path) {
        return new PathOnly(Op.GET_ACL.code(), path);
    }

    static RawRequest setAcl(String path, @Nullable List<RawAcl> acl, int version) {
        return new SetAcl(path, acl, version);
    }

    static RawRequest getChildren(String path, boolean watch) {
        return new PathAndWatch(Op.GET_CHILDREN.code(), path, watch);
    }

    static RawRequest getChildren2(String path, boolean watch) {
        return new PathAndWatch(Op.GET_CHILDREN2.code(), path, watch);
    }

    static RawRequest getAllChildrenNumber(String path) {
        return new PathOnly(Op.GET_ALL_CHILDREN_NUMBER.code(), path);
    }

    static RawRequest getEphemerals(@Nullable String prefix) {
        return new PathOnly(Op.GET_EPHEMERALS.code(), prefix);
    }

    static RawRequest sync(@Nullable String path) {
        return new PathOnly(Op.SYNC.code(), path);
    }

    static RawRequest ping() {
        return new HeaderOnly(Op.PING.code());
    }

    static RawRequest check(String path, int version) {
        return new PathAndNumber(Op.CHECK.code(), path, version);
    }

    static RawRequest multi(List<RawRequest> ops) {
        return new Multi(Op.MULTI.code(), ops);
    }

    static RawRequest multiRead(List<RawRequest> ops) {
        return new Multi(Op.MULTI_READ.code(), ops);
    }

    static RawRequest auth(String scheme, String credentials) {
        return new Auth(scheme, Octets.text(credentials));
    }

    static RawRequest setWatches(
            long relativeZxid, List<String> data, List<String> exist, List<String> child) {
        return new SetWatches(Op.SET_WATCHES.code(), relativeZxid, List.of(data, exist, child));
    }

    static RawRequest setWatches2(
            long relativeZxid,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> recursive) {
        return new SetWatches(
                Op.SET_WATCHES2.code(),
                relativeZxid,
                List.of(data, exist, child, persistent, recursive));
    }

    /** Mode 0 is persistent, 1 recursive. */
    static RawRequest addWatch(String path, int mode) {
        return new PathAndNumber(Op.ADD_WATCH.code(), path, mode);
    }

    /** Types: 1 children, 2 data, 3 any, 4 persistent, 5 recursive. */
    static RawRequest removeWatches(String path, int type) {
        return new PathAndNumber(Op.REMOVE_WATCHES.code(), path, type);
    }

    static RawRequest checkWatches(String path, int type) {
        return new PathAndNumber(Op.CHECK_WATCHES.code(), path, type);
    }

    static RawRequest whoAmI() {
        return new HeaderOnly(Op.WHO_AM_I.code());
    }

    static RawRequest closeSession() {
        return new HeaderOnly(Op.CLOSE_SESSION.code());
    }
}
