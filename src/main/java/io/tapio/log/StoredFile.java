package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/** An open file. Every error is final: nothing here is ever tried again. */
interface StoredFile extends ByteSource, Closeable {

    /** Writes some of {@code source}, as the system likes, and says how much. */
    int writeSome(ByteBuffer source, long at) throws IOException;

    /** On return what was written is on disk, and so is the length of the file. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    MappedByteBuffer map(int bytes) throws IOException;

    /** Writes all of {@code source}. */
    default void write(ByteBuffer source, long at) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            int written = writeSome(source, at + source.position() - start);
            if (written <= 0) throw new IOException("the system wrote nothing");
        }
    }
}
