package io.tapio.testkit;

import io.tapio.log.Storage;
import io.tapio.log.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A disk as one life of a member sees it: as slow as it is told, and out of reach once that life is
 * over, however long some thread of it goes on.
 */
final class MemberDisk implements Storage {
    private final Storage disk;
    private final AtomicReference<Duration> delay;
    private final CountDownLatch cut = new CountDownLatch(1);

    /** {@code delay} is that of each flush, and may change at any time. */
    MemberDisk(Storage disk, AtomicReference<Duration> delay) {
        this.disk = disk;
        this.delay = delay;
    }

    /** From now on nothing reaches the disk, and nothing comes from it. */
    void cutOff() {
        cut.countDown();
    }

    private void reach() throws IOException {
        if (cut.getCount() == 0) throw new IOException("this member was killed");
    }

    private void waitForDisk() throws IOException {
        try {
            cut.await(delay.get().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        reach();
    }

    @Override
    public StoredFile open(Path file) throws IOException {
        reach();
        return new File(disk.open(file));
    }

    @Override
    public StoredFile read(Path file) throws IOException {
        reach();
        return new File(disk.read(file));
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        reach();
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        reach();
        disk.createDirectories(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        reach();
        return disk.lock(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        reach();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        reach();
        disk.delete(file);
    }

    private final class File implements StoredFile {
        private final StoredFile file;

        private File(StoredFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            reach();
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            reach();
            return file.read(target, at);
        }

        @Override
        public int writeSome(ByteBuffer source, long at) throws IOException {
            reach();
            return file.writeSome(source, at);
        }

        @Override
        public void force() throws IOException {
            waitForDisk();
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            reach();
            file.truncate(size);
        }

        @Override
        public Mapped map(int bytes) throws IOException {
            reach();
            return new Memory(file.map(bytes));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final class Memory implements StoredFile.Mapped {
        private final StoredFile.Mapped memory;

        private Memory(StoredFile.Mapped memory) {
            this.memory = memory;
        }

        @Override
        public void put(int at, ByteBuffer source) {
            if (cut.getCount() > 0) memory.put(at, source);
        }

        @Override
        public void force() throws IOException {
            reach();
            memory.force();
        }
    }
}
