package io.tapio.bench.client;

import java.nio.ByteBuffer;

/** The figures of a znode as a reply has them; read over and over into the same object. */
public final class Stat {
    private long mzxid;
    private int version;
    private int dataLength;
    private int children;

    void read(ByteBuffer in) {
        in.getLong();
        mzxid = in.getLong();
        in.getLong();
        in.getLong();
        version = in.getInt();
        in.getInt();
        in.getInt();
        in.getLong();
        dataLength = in.getInt();
        children = in.getInt();
        in.getLong();
    }

    public long mzxid() {
        return mzxid;
    }

    public int version() {
        return version;
    }

    public int dataLength() {
        return dataLength;
    }

    public int children() {
        return children;
    }
}
