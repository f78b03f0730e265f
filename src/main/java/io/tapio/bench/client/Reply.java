package io.tapio.bench.client;

import java.nio.ByteBuffer;

/**
 * A reply as it lies in the buffer: read once, from its beginning to its end, and gone with the
 * next one. Reading past its end is a {@link java.nio.BufferUnderflowException}.
 */
public final class Reply {
    private static final int ERROR_STEP = -1;

    private final Stat stat = new Stat();
    private ByteBuffer in = ByteBuffer.allocate(0);
    private int xid;
    private long zxid;
    private int error;

    /** The buffer's limit must be where the reply ends. */
    void begin(ByteBuffer frame) {
        in = frame;
        xid = in.getInt();
        zxid = in.getLong();
        error = in.getInt();
    }

    int xid() {
        return xid;
    }

    public long zxid() {
        return zxid;
    }

    public int error() {
        return error;
    }

    public int int32() {
        return in.getInt();
    }

    public Stat stat() {
        stat.read(in);
        return stat;
    }

    /** The length of what follows; afterwards {@link #buffer} stands at its first byte. */
    public int length() throws WrongReply {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) throw new WrongReply("a length of " + length);
        return length;
    }

    public ByteBuffer buffer() {
        return in;
    }

    public void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    /** Passes over the rest, and says how much that was. */
    public int skipAll() {
        int rest = in.remaining();
        skip(rest);
        return rest;
    }

    /** Whether a string follows that has just these bytes. */
    public boolean isText(byte[] expected) throws WrongReply {
        if (length() != expected.length) return false;
        boolean same = true;
        for (byte each : expected) same &= in.get() == each;
        return same;
    }

    /** The head of a step's result in a multi, which must have been done. */
    public void step(int op) throws WrongReply {
        int type = in.getInt();
        in.get();
        in.getInt();
        if (type == ERROR_STEP) throw new WrongReply("a step failed with error " + in.getInt());
        if (type != op) throw new WrongReply("a result of type " + type + " for a step " + op);
    }

    public void setStep() throws WrongReply {
        step(OpCode.SET_DATA);
    }

    public void endOfMulti() throws WrongReply {
        boolean ended = in.getInt() == -1 && in.get() == 1 && in.getInt() == -1;
        if (!ended) throw new WrongReply("more or fewer results than steps");
    }

    /** Every reply that was understood ends where its frame ends. */
    void mustBeRead() throws WrongReply {
        if (in.hasRemaining()) throw new WrongReply(in.remaining() + " bytes too many");
    }
}
