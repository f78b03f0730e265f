package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Every error is final: nothing here is ever tried again. */
public interface StoredFile extends ByteSource, Closeable {

    /** Writes some of {@code source}, as the system likes, and says how much. */
    int writeSome(ByteBuffer source, long at) throws IOException;

    /** On return what was written is on disk, and so is the length of the file. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    /** The first {@code bytes} of the file, which has them, as memory. */
    Mapped map(int bytes) throws IOException;

    /** A part of a file as memory: what is put there survives the process. */
    interface Mapped {
        /** Copies all of {@code source} to that place. */
        void put(int at, ByteBuffer source);

        /** On return what was put is on disk. */
        void force() throws IOException;
    }

    /** Writes all of {@code source}. */
    default void write(ByteBuffer source, long at) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            int written = writeSome(source, at + source.position() - start);
            if (written <= 0) throw new IOException("the system wrote nothing");
        }
    }
}
