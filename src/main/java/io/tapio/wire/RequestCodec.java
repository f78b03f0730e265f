package io.tapio.wire;

import io.tapio.jute.AclCodec;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import java.util.Collections;
import java.util.List;

/**
 * Between the bytes of a request, after its header, and its record.
 *
 * <p>Bytes left over after the record are ignored, as the protocol wants. What cannot be read is
 * {@link MalformedInput}, and so is an absent path where the record does not allow for it.
 */
public final class RequestCodec {
    private static final Request.Ping PING = new Request.Ping();
    private static final Request.WhoAmI WHO_AM_I = new Request.WhoAmI();
    private static final Request.CloseSession CLOSE_SESSION = new Request.CloseSession();

    private RequestCodec() {}

    /** Reads the body that belongs to {@code opCode}; a code without a body of its own is bad. */
    public static Request read(int opCode, JuteReader in) {
        return switch (opCode) {
            case OpCode.GET_DATA, OpCode.GET_CHILDREN -> readQuery(opCode, in);
            case OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER -> readStep(opCode, in);
            case OpCode.CREATE_TTL, OpCode.DELETE -> readStep(opCode, in);
            case OpCode.SET_DATA, OpCode.CHECK -> readStep(opCode, in);
            case OpCode.EXISTS -> new Request.Exists(path(in), in.bool());
            case OpCode.GET_ACL -> new Request.GetAcl(path(in));
            case OpCode.SET_ACL -> new Request.SetAcl(path(in), AclCodec.read(in), in.int32());
            case OpCode.SYNC -> new Request.Sync(in.buffer());
            case OpCode.PING -> PING;
            case OpCode.GET_CHILDREN2 -> new Request.GetChildren2(path(in), in.bool());
            case OpCode.MULTI -> new Request.Multi(MultiCodec.readOps(in));
            case OpCode.RECONFIG -> readReconfig(in);
            case OpCode.CHECK_WATCHES -> new Request.CheckWatches(path(in), in.int32());
            case OpCode.REMOVE_WATCHES -> new Request.RemoveWatches(path(in), in.int32());
            case OpCode.MULTI_READ -> new Request.MultiRead(MultiCodec.readQueries(in));
            case OpCode.AUTH -> new Request.Auth(in.int32(), in.ustring(), in.buffer());
            case OpCode.SET_WATCHES -> readSetWatches(in, false);
            case OpCode.SET_WATCHES2 -> readSetWatches(in, true);
            case OpCode.SASL -> new Request.Sasl(in.buffer());
            case OpCode.GET_EPHEMERALS -> new Request.GetEphemerals(in.buffer());
            case OpCode.GET_ALL_CHILDREN_NUMBER -> new Request.GetAllChildrenNumber(path(in));
            case OpCode.ADD_WATCH -> new Request.AddWatch(path(in), in.int32());
            case OpCode.WHO_AM_I -> WHO_AM_I;
            case OpCode.CLOSE_SESSION -> CLOSE_SESSION;
            default -> throw new MalformedInput("no request has opcode " + opCode);
        };
    }

    /**
     * Writes the body. Of {@link Request.SetWatches} always all five lists: who reads them as the
     * older request of three stops before the rest.
     */
    public static void write(Request request, JuteWriter out) {
        switch (request) {
            case Request.Create r -> writeCreate(r.path(), r.data(), r.acl(), r.flags(), out);
            case Request.CreateTtl r -> {
                writeCreate(r.path(), r.data(), r.acl(), r.flags(), out);
                out.int64(r.ttlMs());
            }
            case Request.Delete r -> out.buffer(r.path()).int32(r.version());
            case Request.Exists r -> out.buffer(r.path()).bool(r.watch());
            case Request.GetData r -> out.buffer(r.path()).bool(r.watch());
            case Request.SetData r -> out.buffer(r.path()).buffer(r.data()).int32(r.version());
            case Request.GetAcl r -> out.buffer(r.path());
            case Request.SetAcl r -> {
                AclCodec.write(r.acl(), out.buffer(r.path()));
                out.int32(r.version());
            }
            case Request.GetChildren r -> out.buffer(r.path()).bool(r.watch());
            case Request.Sync r -> out.buffer(r.path());
            case Request.GetChildren2 r -> out.buffer(r.path()).bool(r.watch());
            case Request.Check r -> out.buffer(r.path()).int32(r.version());
            case Request.Multi r -> MultiCodec.writeOps(r.ops(), out);
            case Request.Reconfig r -> writeReconfig(r, out);
            case Request.CheckWatches r -> out.buffer(r.path()).int32(r.type());
            case Request.RemoveWatches r -> out.buffer(r.path()).int32(r.type());
            case Request.MultiRead r -> MultiCodec.writeQueries(r.queries(), out);
            case Request.Auth r -> out.int32(r.type()).ustring(r.scheme()).buffer(r.credential());
            case Request.SetWatches r -> writeSetWatches(r, out);
            case Request.Sasl r -> out.buffer(r.token());
            case Request.GetEphemerals r -> out.buffer(r.prefix());
            case Request.GetAllChildrenNumber r -> out.buffer(r.path());
            case Request.AddWatch r -> out.buffer(r.path()).int32(r.mode());
            case Request.Ping r -> {}
            case Request.WhoAmI r -> {}
            case Request.CloseSession r -> {}
        }
    }

    /** Reads a step of a multi, which is never a multi itself: so nothing can nest. */
    static Request.Step readStep(int opCode, JuteReader in) {
        return switch (opCode) {
            case OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER -> readCreate(in);
            case OpCode.CREATE_TTL -> readCreateTtl(in);
            case OpCode.DELETE -> new Request.Delete(path(in), in.int32());
            case OpCode.SET_DATA -> new Request.SetData(path(in), in.buffer(), in.int32());
            case OpCode.CHECK -> new Request.Check(path(in), in.int32());
            default -> throw new MalformedInput("no step of a multi has opcode " + opCode);
        };
    }

    /** Reads a part of a multiRead. */
    static Request.Query readQuery(int opCode, JuteReader in) {
        return switch (opCode) {
            case OpCode.GET_DATA -> new Request.GetData(path(in), in.bool());
            case OpCode.GET_CHILDREN -> new Request.GetChildren(path(in), in.bool());
            default -> throw new MalformedInput("no part of a multiRead has opcode " + opCode);
        };
    }

    private static Request.Create readCreate(JuteReader in) {
        return new Request.Create(path(in), in.buffer(), AclCodec.read(in), in.int32());
    }

    private static Request.CreateTtl readCreateTtl(JuteReader in) {
        return new Request.CreateTtl(
                path(in), in.buffer(), AclCodec.read(in), in.int32(), in.int64());
    }

    private static void writeCreate(Bytes path, Bytes data, Acl acl, int flags, JuteWriter out) {
        AclCodec.write(acl, out.buffer(path).buffer(data));
        out.int32(flags);
    }

    private static Request.Reconfig readReconfig(JuteReader in) {
        return new Request.Reconfig(in.buffer(), in.buffer(), in.buffer(), in.int64());
    }

    private static void writeReconfig(Request.Reconfig r, JuteWriter out) {
        out.buffer(r.joining()).buffer(r.leaving()).buffer(r.newMembers());
        out.int64(r.currentConfig());
    }

    private static Request.SetWatches readSetWatches(JuteReader in, boolean five) {
        return new Request.SetWatches(
                in.int64(),
                paths(in),
                paths(in),
                paths(in),
                five ? paths(in) : List.of(),
                five ? paths(in) : List.of());
    }

    private static void writeSetWatches(Request.SetWatches r, JuteWriter out) {
        out.int64(r.relativeZxid());
        ReplyWriter.paths(out, r.data());
        ReplyWriter.paths(out, r.exist());
        ReplyWriter.paths(out, r.child());
        ReplyWriter.paths(out, r.persistent());
        ReplyWriter.paths(out, r.recursive());
    }

    private static Bytes path(JuteReader in) {
        Bytes path = in.buffer();
        if (path.isAbsent()) throw new MalformedInput("a path is missing");

        return path;
    }

    private static List<Bytes> paths(JuteReader in) {
        return Collections.unmodifiableList(in.vector(RequestCodec::path));
    }
}
