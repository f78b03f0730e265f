package io.tapio.clients;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One frame in the making, written by hand from the protocol description and not by the codecs of
 * the server: a mistake made in both would not be seen.
 */
final class Frame {
    static final int CREATE = 1;
    static final int DELETE = 2;
    static final int EXISTS = 3;
    static final int GET_DATA = 4;
    static final int SET_DATA = 5;
    static final int GET_CHILDREN = 8;
    static final int PING = 11;
    static final int CREATE2 = 15;
    static final int AUTH = 100;
    static final int CLOSE = -11;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Frame request(int xid, int opCode) {
        return new Frame().int32(xid).int32(opCode);
    }

    static Frame connect(long lastZxid, int timeoutMs, long session, byte[] password) {
        var frame = new Frame().int32(0).int64(lastZxid).int32(timeoutMs).int64(session);
        return frame.buffer(password).bool(false);
    }

    Frame bool(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    Frame int32(int value) {
        return raw(ByteBuffer.allocate(4).putInt(value).array());
    }

    Frame int64(long value) {
        return raw(ByteBuffer.allocate(8).putLong(value).array());
    }

    Frame ustring(String text) {
        return buffer(text.getBytes(StandardCharsets.UTF_8));
    }

    Frame buffer(byte[] bytes) {
        return int32(bytes.length).raw(bytes);
    }

    Frame strings(String... texts) {
        int32(texts.length);
        for (var text : texts) ustring(text);
        return this;
    }

    Frame acl(int perms, String scheme, String id) {
        return int32(perms).ustring(scheme).ustring(id);
    }

    /** Everybody may do everything. */
    Frame openAcl() {
        return int32(1).acl(31, "world", "anyone");
    }

    Frame raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** What was written so far, without the length in front. */
    byte[] body() {
        return out.toByteArray();
    }

    /** The frame as it goes over the wire. */
    byte[] bytes() {
        var body = body();
        return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
    }
}
