package io.tapio.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that can be read from any position: a file, or an array in a test. */
public interface ByteSource {
    long size() throws IOException;

    /** Reads some bytes, at least one, into {@code target}; -1 if none are left at {@code at}. */
    int read(ByteBuffer target, long at) throws IOException;

    /** The bytes from {@code at}, {@code count} of them, all of which must be there. */
    default byte[] bytes(long at, int count) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(count);
        while (target.hasRemaining()) {
            if (read(target, at + target.position()) < 0) {
                throw new IOException("ends at byte " + (at + target.position()));
            }
        }
        return target.array();
    }
}
