package io.tapio.txn;

import io.tapio.jute.AclCodec;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.model.KeeperError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Between a log entry's bytes and what it says. An entry is its {@link TxnHeader}, one byte for the
 * kind of {@link Txn}, and the fields of that kind in the order of the record.
 *
 * <p>The kinds' numbers are on disk: they are never given a new meaning.
 */
public final class TxnCodec {
    private static final byte NODE_CREATED = 1;
    private static final byte NODE_DELETED = 2;
    private static final byte DATA_SET = 3;
    private static final byte ACL_SET = 4;
    private static final byte VERSION_CHECKED = 5;
    private static final byte SESSION_CREATED = 6;
    private static final byte SESSION_CLOSED = 7;
    private static final byte REFUSED = 8;
    private static final byte MULTI = 9;

    private static final List<KeeperError> ERRORS = List.of(KeeperError.values());

    private TxnCodec() {}

    /** One entry as it was written; its bytes are slices of what it was read from. */
    public record Decoded(TxnHeader header, Txn txn) {}

    public static void write(TxnHeader header, Txn txn, JuteWriter out) {
        header.write(out);
        writeTxn(txn, out);
    }

    /** Reads one entry, up to where it ends; throws {@link MalformedInput} for what is none. */
    public static Decoded read(JuteReader in) {
        return new Decoded(TxnHeader.read(in), readTxn(in));
    }

    private static void writeTxn(Txn txn, JuteWriter out) {
        switch (txn) {
            case Txn.NodeCreated created -> writeNodeCreated(created, out.int8(NODE_CREATED));
            case Txn.NodeDeleted deleted -> out.int8(NODE_DELETED).buffer(deleted.path());
            case Txn.DataSet set ->
                    out.int8(DATA_SET).buffer(set.path()).buffer(set.data()).int32(set.version());
            case Txn.AclSet set -> {
                AclCodec.write(set.acl(), out.int8(ACL_SET).buffer(set.path()));
                out.int32(set.aversion());
            }
            case Txn.VersionChecked checked -> out.int8(VERSION_CHECKED).buffer(checked.path());
            case Txn.SessionCreated created -> out.int8(SESSION_CREATED).int32(created.timeoutMs());
            case Txn.SessionClosed closed -> writePaths(closed.ephemerals(), out);
            case Txn.Refused refused -> out.int8(REFUSED).int32(refused.error().code());
            case Txn.Multi multi -> writeParts(multi.parts(), out);
        }
    }

    private static Txn readTxn(JuteReader in) {
        byte kind = in.int8();
        return switch (kind) {
            case SESSION_CREATED -> new Txn.SessionCreated(in.int32());
            case SESSION_CLOSED -> new Txn.SessionClosed(readPaths(in));
            case MULTI -> new Txn.Multi(readParts(in));
            default -> readSingle(kind, in);
        };
    }

    /** Reads what may also be a part of a multi; a multi is none, so nothing nests. */
    private static Txn readSingle(byte kind, JuteReader in) {
        return switch (kind) {
            case NODE_CREATED -> readNodeCreated(in);
            case NODE_DELETED -> new Txn.NodeDeleted(path(in));
            case DATA_SET -> new Txn.DataSet(path(in), in.buffer(), in.int32());
            case ACL_SET -> new Txn.AclSet(path(in), AclCodec.read(in), in.int32());
            case VERSION_CHECKED -> new Txn.VersionChecked(path(in));
            case REFUSED -> new Txn.Refused(error(in.int32()));
            default -> throw new MalformedInput("no transaction has kind " + kind);
        };
    }

    private static void writeNodeCreated(Txn.NodeCreated created, JuteWriter out) {
        AclCodec.write(created.acl(), out.buffer(created.path()).buffer(created.data()));
        out.int64(created.owner()).int32(created.parentCversion());
    }

    private static Txn.NodeCreated readNodeCreated(JuteReader in) {
        return new Txn.NodeCreated(
                path(in), in.buffer(), AclCodec.read(in), in.int64(), in.int32());
    }

    private static void writePaths(List<Bytes> paths, JuteWriter out) {
        out.int8(SESSION_CLOSED).int32(paths.size());
        for (Bytes path : paths) {
            out.buffer(path);
        }
    }

    private static List<Bytes> readPaths(JuteReader in) {
        return Collections.unmodifiableList(in.vector(TxnCodec::path));
    }

    private static void writeParts(List<Txn.Part> parts, JuteWriter out) {
        out.int8(MULTI).int32(parts.size());
        for (Txn.Part part : parts) {
            Invariant.holds(isSingle(part.txn()), "a part of a multi is a single change");
            writeTxn(part.txn(), out.int32(part.opCode()));
        }
    }

    private static List<Txn.Part> readParts(JuteReader in) {
        int count = in.int32();
        if (count < 0) throw new MalformedInput("negative count " + count);

        var parts = new ArrayList<Txn.Part>(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            parts.add(new Txn.Part(in.int32(), readSingle(in.int8(), in)));
        }
        return Collections.unmodifiableList(parts);
    }

    private static boolean isSingle(Txn txn) {
        return switch (txn) {
            case Txn.SessionCreated c -> false;
            case Txn.SessionClosed c -> false;
            case Txn.Multi m -> false;
            case Txn.NodeCreated c -> true;
            case Txn.NodeDeleted d -> true;
            case Txn.DataSet s -> true;
            case Txn.AclSet s -> true;
            case Txn.VersionChecked c -> true;
            case Txn.Refused r -> true;
        };
    }

    private static Bytes path(JuteReader in) {
        Bytes path = in.buffer();
        if (path.isAbsent()) throw new MalformedInput("a path is missing");

        return path;
    }

    private static KeeperError error(int code) {
        for (KeeperError error : ERRORS) {
            if (error.code() == code) return error;
        }
        throw new MalformedInput("no error has code " + code);
    }
}
