package io.tapio.wire;

import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import java.util.List;

/** Reads what a server sends after the handshake: the other side of {@link ReplyWriter}. */
public final class ReplyReader {
    private ReplyReader() {}

    /** What every reply begins with; xid -1 marks a notification. */
    public record Header(int xid, long zxid, int err) {}

    /** The body of a notification; {@code type} is a {@link io.tapio.model.EventType} code. */
    public record Event(int type, int state, Bytes path) {}

    /** What each result of a multi begins with; {@code done} marks the end of the list. */
    public record ResultHeader(int type, boolean done, int err) {}

    public static Header header(JuteReader in) {
        return new Header(in.int32(), in.int64(), in.int32());
    }

    public static Event event(JuteReader in) {
        return new Event(in.int32(), in.int32(), in.buffer());
    }

    public static ResultHeader resultHeader(JuteReader in) {
        return new ResultHeader(in.int32(), in.bool(), in.int32());
    }

    public static Stat stat(JuteReader in) {
        return new Stat(
                new Zxid(in.int64()),
                new Zxid(in.int64()),
                in.int64(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int64(),
                in.int32(),
                in.int32(),
                new Zxid(in.int64()));
    }

    /** A vector of strings: paths, or the names of children. */
    public static List<Bytes> paths(JuteReader in) {
        return in.vector(JuteReader::buffer);
    }
}
