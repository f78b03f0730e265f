package io.tapio.testkit;

import io.tapio.log.Storage;
import io.tapio.log.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** A disk that nobody else has: directories and files in memory, under any path. */
final class MemoryDisk implements Storage {
    private final Map<Path, MemoryFile> files = new ConcurrentSkipListMap<>();
    private final Set<Path> directories = new ConcurrentSkipListSet<>();
    private final Set<Path> locked = new ConcurrentSkipListSet<>();

    @Override
    public StoredFile open(Path file) throws IOException {
        if (!directories.contains(file.getParent())) throw new NoSuchFileException("" + file);

        return new Open(files.computeIfAbsent(file, path -> new MemoryFile()));
    }

    @Override
    public StoredFile read(Path file) throws IOException {
        @Nullable MemoryFile found = files.get(file);
        if (found == null) throw new NoSuchFileException(file.toString());

        return new Open(found);
    }

    @Override
    public boolean exists(Path file) {
        return files.containsKey(file) || directories.contains(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        if (!directories.contains(directory)) throw new NoSuchFileException(directory.toString());

        var found = new ConcurrentSkipListSet<>(files.keySet());
        found.addAll(directories);
        return found.stream().filter(path -> directory.equals(path.getParent())).toList();
    }

    @Override
    public void createDirectories(Path directory) {
        for (@Nullable Path each = directory; each != null; each = each.getParent()) {
            directories.add(each);
        }
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        if (!locked.add(directory)) {
            throw new FileAlreadyExistsException(directory + " is in use by another member");
        }
        return () -> locked.remove(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        @Nullable MemoryFile file = files.remove(from);
        if (file == null) throw new NoSuchFileException(from.toString());

        files.put(to, file);
    }

    @Override
    public void delete(Path file) {
        files.remove(file);
        directories.remove(file);
    }

    /** The machine goes down: what was not forced is gone, and nobody holds a lock any more. */
    void goDown() {
        files.values().forEach(MemoryFile::forget);
        locked.clear();
    }

    private record Open(MemoryFile file) implements StoredFile {

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long at) {
            return file.read(target, at);
        }

        @Override
        public int writeSome(ByteBuffer source, long at) {
            return file.write(source, at);
        }

        @Override
        public void force() {
            file.force();
        }

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public Mapped map(int bytes) {
            return new Memory(file);
        }

        @Override
        public void close() {}
    }

    /** What is put into mapped memory is the system's at once, and survives the process. */
    private record Memory(MemoryFile file) implements StoredFile.Mapped {

        @Override
        public void put(int at, ByteBuffer source) {
            file.write(source.duplicate(), at);
            file.force();
        }

        @Override
        public void force() {}
    }
}
