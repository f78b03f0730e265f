package io.tapio.work;

import io.tapio.log.DiskStorage;
import io.tapio.log.Storage;
import io.tapio.log.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The real disk, but that flushes are counted and not carried out: they take time, not work. */
public final class UnforcedDisk implements Storage {
    private final Storage disk = new DiskStorage();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong flushes = new AtomicLong();

    long writes() {
        return writes.get();
    }

    long flushes() {
        return flushes.get();
    }

    @Override
    public StoredFile open(Path file) throws IOException {
        return new Open(disk.open(file));
    }

    @Override
    public StoredFile read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        return disk.lock(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    private final class Open implements StoredFile {
        private final StoredFile file;

        private Open(StoredFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            return file.read(target, at);
        }

        @Override
        public int writeSome(ByteBuffer source, long at) throws IOException {
            writes.incrementAndGet();
            return file.writeSome(source, at);
        }

        @Override
        public void force() {
            flushes.incrementAndGet();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public Mapped map(int bytes) throws IOException {
            Mapped mapped = file.map(bytes);
            return new Mapped() {
                @Override
                public void put(int at, ByteBuffer source) {
                    mapped.put(at, source);
                }

                @Override
                public void force() {
                    flushes.incrementAndGet();
                }
            };
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
