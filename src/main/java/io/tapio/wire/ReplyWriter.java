package io.tapio.wire;

import io.tapio.jute.AclCodec;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.model.Stat;
import java.util.List;

/**
 * Appends replies and notifications, as complete frames or piece by piece.
 *
 * <p>A reply with a body is {@link #begin}, the pieces, {@link #end}. One that tells an error is
 * its header alone.
 */
public final class ReplyWriter {
    private static final int EVENT_XID = -1;
    private static final int SYNC_CONNECTED = 3;

    private ReplyWriter() {}

    /** Begins a frame with the header of a success; what it returns belongs to {@link #end}. */
    public static int begin(JuteWriter out, int xid, long zxid) {
        int mark = out.beginFrame();
        out.int32(xid).int64(zxid).int32(0);
        return mark;
    }

    public static void end(JuteWriter out, int mark) {
        out.endFrame(mark);
    }

    /** A frame that has nothing but the header. */
    public static void headerOnly(JuteWriter out, int xid, long zxid, int err) {
        out.int32(16).int32(xid).int64(zxid).int32(err);
    }

    public static void headerOnly(JuteWriter out, int xid, long zxid, KeeperError error) {
        headerOnly(out, xid, zxid, error.code());
    }

    /** A watch notification as a complete frame. */
    public static void event(JuteWriter out, EventType type, Bytes path, long zxid) {
        int mark = begin(out, EVENT_XID, zxid);
        out.int32(type.code()).int32(SYNC_CONNECTED).buffer(path);
        end(out, mark);
    }

    public static void stat(JuteWriter out, Stat stat) {
        out.int64(stat.czxid().value()).int64(stat.mzxid().value());
        out.int64(stat.ctime()).int64(stat.mtime());
        out.int32(stat.version()).int32(stat.cversion()).int32(stat.aversion());
        out.int64(stat.ephemeralOwner()).int32(stat.dataLength()).int32(stat.numChildren());
        out.int64(stat.pzxid().value());
    }

    public static void acl(JuteWriter out, Acl acl) {
        AclCodec.write(acl, out);
    }

    /** A vector of strings: paths, or the names of children. */
    public static void paths(JuteWriter out, List<Bytes> paths) {
        out.int32(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            out.buffer(paths.get(i));
        }
    }

    /** One line of the answer to whoAmI, after the count of lines as an int32. */
    public static void clientInfo(JuteWriter out, String scheme, String user) {
        out.ustring(scheme).ustring(user);
    }

    /**
     * The head of one result that went well; its body, if it has one, follows. All creates that
     * give a Stat answer as create2.
     */
    public static void multiResultOk(JuteWriter out, int opCode) {
        boolean asCreate2 = opCode == OpCode.CREATE_CONTAINER || opCode == OpCode.CREATE_TTL;
        multiHeader(out, asCreate2 ? OpCode.CREATE2 : opCode, false, 0);
    }

    /** One result that is an error, or that did not happen because another one failed. */
    public static void multiError(JuteWriter out, int err) {
        multiHeader(out, OpCode.ERROR, false, err);
        out.int32(err);
    }

    public static void multiError(JuteWriter out, KeeperError error) {
        multiError(out, error.code());
    }

    /** The end of the list. */
    public static void multiEnd(JuteWriter out) {
        multiHeader(out, OpCode.ERROR, true, -1);
    }

    private static void multiHeader(JuteWriter out, int type, boolean done, int err) {
        out.int32(type).bool(done).int32(err);
    }
}
