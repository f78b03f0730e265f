package io.tapio.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes requests, one behind the other, into a buffer that grows as need be. */
public final class Requests {
    private static final int HEADER_MAX_BYTES = 128;
    private static final int ALL_PERMISSIONS = 31;
    private static final byte[] WORLD = ascii("world");
    private static final byte[] ANYONE = ascii("anyone");
    private static final int NO_FRAME = -1;

    private ByteBuffer out;
    private int frame = NO_FRAME;
    private int xid;

    Requests(ByteBuffer out) {
        this.out = out;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What was written since it was cleared; valid until something more is written. */
    ByteBuffer written() {
        return out;
    }

    void clear() {
        out.clear();
    }

    /** The number of the request that comes next. */
    void number(int next) {
        xid = next;
    }

    public void get(byte[] path, boolean watch) {
        read(OpCode.GET_DATA, path, watch);
    }

    public void exists(byte[] path) {
        read(OpCode.EXISTS, path, false);
    }

    public void children(byte[] path) {
        read(OpCode.GET_CHILDREN2, path, false);
    }

    private void read(int op, byte[] path, boolean watch) {
        begin(op, path.length);
        bytes(path);
        out.put((byte) (watch ? 1 : 0));
        end();
    }

    public void sync(byte[] path) {
        begin(OpCode.SYNC, path.length);
        bytes(path);
        end();
    }

    public void create(byte[] path, byte[] data) {
        begin(OpCode.CREATE, path.length + data.length);
        createBody(path, data);
        end();
    }

    public void set(byte[] path, byte[] data) {
        begin(OpCode.SET_DATA, path.length + data.length);
        setBody(path, data);
        end();
    }

    public void delete(byte[] path) {
        begin(OpCode.DELETE, path.length);
        deleteBody(path);
        end();
    }

    public void close() {
        begin(OpCode.CLOSE_SESSION, 0);
        end();
    }

    void ping() {
        number(OpCode.XID_PING);
        begin(OpCode.PING, 0);
        end();
    }

    /** Begins a multi; steps follow, and then {@link #endMulti}. */
    public void beginMulti() {
        begin(OpCode.MULTI, 0);
    }

    public void createStep(byte[] path, byte[] data) {
        step(OpCode.CREATE, path.length + data.length);
        createBody(path, data);
    }

    public void setStep(byte[] path, byte[] data) {
        step(OpCode.SET_DATA, path.length + data.length);
        setBody(path, data);
    }

    public void deleteStep(byte[] path) {
        step(OpCode.DELETE, path.length);
        deleteBody(path);
    }

    public void endMulti() {
        makeRoom(HEADER_MAX_BYTES);
        out.putInt(-1).put((byte) 1).putInt(-1);
        end();
    }

    void greeting(long lastZxid, int timeoutMs, long session, byte[] password) {
        makeRoom(HEADER_MAX_BYTES);
        frame = out.position();
        out.putInt(0).putInt(0).putLong(lastZxid).putInt(timeoutMs).putLong(session);
        bytes(password);
        out.put((byte) 0);
        end();
    }

    private void step(int op, int size) {
        makeRoom(HEADER_MAX_BYTES + size);
        out.putInt(op).put((byte) 0).putInt(-1);
    }

    private void createBody(byte[] path, byte[] data) {
        bytes(path);
        bytes(data);
        out.putInt(1).putInt(ALL_PERMISSIONS);
        bytes(WORLD);
        bytes(ANYONE);
        out.putInt(0);
    }

    private void setBody(byte[] path, byte[] data) {
        bytes(path);
        bytes(data);
        out.putInt(-1);
    }

    private void deleteBody(byte[] path) {
        bytes(path);
        out.putInt(-1);
    }

    private void bytes(byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    private void begin(int op, int size) {
        makeRoom(HEADER_MAX_BYTES + size);
        frame = out.position();
        out.putInt(0).putInt(xid).putInt(op);
    }

    private void end() {
        out.putInt(frame, out.position() - frame - Integer.BYTES);
        frame = NO_FRAME;
    }

    private void makeRoom(int size) {
        if (out.remaining() >= size) return;
        int capacity = Math.max(2 * out.capacity(), out.position() + size);
        var larger =
                out.isDirect()
                        ? ByteBuffer.allocateDirect(capacity)
                        : ByteBuffer.allocate(capacity);
        out = larger.put(out.flip());
    }
}
