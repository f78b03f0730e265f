package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;

/** A real disk that can be told to fail; syncs only if told so, because tests do not cut power. */
final class FaultyStorage implements Storage {
    private final DiskStorage disk = new DiskStorage();
    private volatile Predicate<Path> forceFails = none();
    private volatile Predicate<Path> writeFails = none();
    private volatile Predicate<Path> readFails = none();
    private volatile long freeBytes = Long.MAX_VALUE;
    private volatile int writeAtMost = Integer.MAX_VALUE;
    private volatile int forces;
    private volatile int writesAfterFailure;
    private volatile boolean failed;
    private volatile int callsToCrash = Integer.MAX_VALUE;

    private static Predicate<Path> none() {
        return path -> false;
    }

    static Predicate<Path> segments() {
        return path -> path.getFileName().toString().endsWith(".seg");
    }

    static Predicate<Path> snapshots() {
        return path -> path.getFileName().toString().contains(".snap");
    }

    void failForce(Predicate<Path> files) {
        forceFails = files;
    }

    void failWrite(Predicate<Path> files) {
        writeFails = files;
    }

    void failRead(Predicate<Path> files) {
        readFails = files;
    }

    /** From now on files can grow by so much, all together. */
    void leaveFree(long bytes) {
        freeBytes = bytes;
    }

    void writeAtMost(int bytes) {
        writeAtMost = bytes;
    }

    /** After so many more changes nothing changes any more, as if the process were gone. */
    void crashAfter(int calls) {
        callsToCrash = calls;
    }

    boolean hasCrashed() {
        return callsToCrash < 0;
    }

    /** Another process. */
    void goOn() {
        callsToCrash = Integer.MAX_VALUE;
        failed = false;
    }

    private void change() throws IOException {
        if (callsToCrash == Integer.MAX_VALUE) return;
        if (callsToCrash <= 0) {
            callsToCrash = -1;
            throw failure("crashed");
        }
        callsToCrash--;
    }

    int forces() {
        return forces;
    }

    /** Writes and forces that came after one had failed: should be none. */
    int callsAfterFailure() {
        return writesAfterFailure;
    }

    @Override
    public StoredFile open(Path file) throws IOException {
        return new FaultyFile(file, disk.open(file));
    }

    @Override
    public StoredFile read(Path file) throws IOException {
        return new FaultyFile(file, disk.read(file));
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
        if (!disk.exists(directory)) change();
        disk.createDirectories(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        return disk.lock(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        change();
        disk.delete(file);
    }

    private IOException failure(String reason) {
        failed = true;
        return new IOException(reason);
    }

    private final class FaultyFile implements StoredFile {
        private final Path path;
        private final StoredFile file;

        private FaultyFile(Path path, StoredFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            if (readFails.test(path)) throw new IOException("Input/output error");
            return file.read(target, at);
        }

        @Override
        public int writeSome(ByteBuffer source, long at) throws IOException {
            change();
            if (failed && FaultyStorage.segments().test(path)) writesAfterFailure++;
            if (writeFails.test(path)) throw failure("Input/output error");

            int bytes = Math.min(source.remaining(), writeAtMost);
            long growth = Math.max(0, at + bytes - file.size());
            if (growth > freeBytes) throw new IOException("No space left on device");
            if (freeBytes != Long.MAX_VALUE) freeBytes -= growth;

            ByteBuffer part = source.slice().limit(bytes);
            file.write(part, at);
            source.position(source.position() + bytes);
            return bytes;
        }

        @Override
        public void force() throws IOException {
            change();
            if (failed && FaultyStorage.segments().test(path)) writesAfterFailure++;
            if (forceFails.test(path)) throw failure("Input/output error");
            forces++;
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
            file.truncate(size);
        }

        @Override
        public Mapped map(int bytes) throws IOException {
            return file.map(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
