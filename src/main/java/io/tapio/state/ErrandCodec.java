package io.tapio.state;

import io.tapio.auth.Identity;
import io.tapio.auth.Requester;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.wire.Frames;

/** Errands as bytes: a kind, then the fields as jute has them. */
public final class ErrandCodec {
    private static final int OPEN = 1;
    private static final int ATTACH = 2;
    private static final int REQUESTS = 3;
    private static final int DETACH = 4;
    private static final int SYNC = 5;
    private static final int TOUCHED = 6;
    private static final int LOCAL = 7;
    private static final int ATTACHED = 11;
    private static final int UNKNOWN = 12;
    private static final int REFUSED = 13;
    private static final int TURNED_AWAY = 14;
    private static final int MOVED = 15;
    private static final int SYNCED = 16;
    private static final int USUAL_BYTES = 256;
    private static final int REQUEST_HEADER_BYTES = 8; // xid and opcode, read without asking

    private ErrandCodec() {}

    public static Bytes write(Errand errand) {
        var out = new JuteWriter(USUAL_BYTES);
        switch (errand) {
            case Errand.Open(long conversation, SessionId session, int timeoutMs) ->
                    out.int32(OPEN).int64(conversation).int64(session.value()).int32(timeoutMs);
            case Errand.Local(long conversation, SessionId session) ->
                    out.int32(LOCAL).int64(conversation).int64(session.value());
            case Errand.Attach(long conversation, SessionId session, int timeoutMs) ->
                    out.int32(ATTACH).int64(conversation).int64(session.value()).int32(timeoutMs);
            case Errand.Requests requests -> write(requests, out);
            case Errand.Detach(long conversation) -> out.int32(DETACH).int64(conversation);
            case Errand.Sync(long token) -> out.int32(SYNC).int64(token);
            case Errand.Touched touched ->
                    out.int32(TOUCHED)
                            .vector(touched.sessions(), (to, each) -> to.int64(each.value()));
            case Errand.Attached(long conversation, int timeoutMs, Zxid after) ->
                    out.int32(ATTACHED).int64(conversation).int32(timeoutMs).int64(after.value());
            case Errand.Unknown(long conversation) -> out.int32(UNKNOWN).int64(conversation);
            case Errand.Refused(long conversation, int xid, KeeperError error, Zxid after) ->
                    out.int32(REFUSED)
                            .int64(conversation)
                            .int32(xid)
                            .int32(error.code())
                            .int64(after.value());
            case Errand.TurnedAway(long conversation) -> out.int32(TURNED_AWAY).int64(conversation);
            case Errand.Moved(long conversation) -> out.int32(MOVED).int64(conversation);
            case Errand.Synced(long token, Zxid upTo) ->
                    out.int32(SYNCED).int64(token).int64(upTo.value());
        }
        return out.seal();
    }

    private static void write(Errand.Requests requests, JuteWriter out) {
        out.int32(REQUESTS).int64(requests.conversation());
        out.vector(
                requests.requester().identities(),
                (to, each) -> to.ustring(each.scheme()).ustring(each.id()));
        Frames frames = requests.frames();
        out.int32(frames.count());
        for (int i = 0; i < frames.count(); i++) {
            out.int32(frames.length(i)).raw(frames.array(), frames.start(i), frames.length(i));
        }
    }

    /** Throws {@link MalformedInput} if these bytes are no errand. */
    public static Errand read(Bytes bytes) {
        var in = new JuteReader(bytes);
        int kind = in.int32();
        Errand errand =
                switch (kind) {
                    case OPEN -> new Errand.Open(in.int64(), new SessionId(in.int64()), in.int32());
                    case ATTACH ->
                            new Errand.Attach(in.int64(), new SessionId(in.int64()), in.int32());
                    case LOCAL -> new Errand.Local(in.int64(), new SessionId(in.int64()));
                    case REQUESTS -> readRequests(in, bytes);
                    case DETACH -> new Errand.Detach(in.int64());
                    case SYNC -> new Errand.Sync(in.int64());
                    case TOUCHED ->
                            new Errand.Touched(in.vector(each -> new SessionId(each.int64())));
                    case ATTACHED ->
                            new Errand.Attached(in.int64(), in.int32(), new Zxid(in.int64()));
                    case UNKNOWN -> new Errand.Unknown(in.int64());
                    case REFUSED ->
                            new Errand.Refused(
                                    in.int64(),
                                    in.int32(),
                                    error(in.int32()),
                                    new Zxid(in.int64()));
                    case TURNED_AWAY -> new Errand.TurnedAway(in.int64());
                    case MOVED -> new Errand.Moved(in.int64());
                    case SYNCED -> new Errand.Synced(in.int64(), new Zxid(in.int64()));
                    default -> throw new MalformedInput("an errand of unknown kind " + kind);
                };
        if (in.remaining() > 0) throw new MalformedInput("an errand is longer than it says");

        return errand;
    }

    private static Errand readRequests(JuteReader in, Bytes bytes) {
        long conversation = in.int64();
        var identities = in.vector(each -> new Identity(each.ustring(), each.ustring()));
        int count = in.int32();
        if (count < 0 || count > in.remaining() / Integer.BYTES) {
            throw new MalformedInput("an errand cannot have " + count + " frames");
        }
        var frames = new Frames(bytes.array(), count);
        for (int i = 0; i < count; i++) {
            Bytes frame = in.buffer();
            if (frame.length() < REQUEST_HEADER_BYTES) {
                throw new MalformedInput("a request without a header");
            }
            frames.add(frame.offset(), frame.offset() + frame.length());
        }
        return new Errand.Requests(conversation, new Requester(identities), frames);
    }

    /** The other member may be of a later version. */
    private static KeeperError error(int code) {
        for (KeeperError error : KeeperError.values()) {
            if (error.code() == code) return error;
        }
        throw new MalformedInput("no error has code " + code);
    }
}
