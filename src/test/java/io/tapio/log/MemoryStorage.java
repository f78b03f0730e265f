package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files in memory, for those who only read and write them. */
final class MemoryStorage implements Storage {
    private final Map<Path, byte[]> files = new HashMap<>();

    MemoryStorage with(Path path, byte[] content) {
        files.put(path, content);
        return this;
    }

    byte[] content(Path path) {
        return files.getOrDefault(path, new byte[0]);
    }

    @Override
    public StoredFile open(Path file) {
        files.putIfAbsent(file, new byte[0]);
        return new Open(file);
    }

    @Override
    public StoredFile read(Path file) {
        return new Open(file);
    }

    @Override
    public boolean exists(Path file) {
        return files.containsKey(file);
    }

    @Override
    public List<Path> list(Path directory) {
        return files.keySet().stream().sorted().toList();
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public Closeable lock(Path directory) {
        return () -> {};
    }

    @Override
    public void rename(Path from, Path to) {
        files.put(to, content(from));
        files.remove(from);
    }

    @Override
    public void delete(Path file) {
        files.remove(file);
    }

    private final class Open implements StoredFile {
        private final Path path;

        Open(Path path) {
            this.path = path;
        }

        @Override
        public long size() {
            return content(path).length;
        }

        @Override
        public int read(ByteBuffer target, long at) {
            byte[] bytes = content(path);
            int count = Math.min(target.remaining(), bytes.length - (int) at);
            if (count <= 0) return -1;

            target.put(bytes, (int) at, count);
            return count;
        }

        @Override
        public int writeSome(ByteBuffer source, long at) {
            int count = source.remaining();
            int end = Math.max((int) at + count, content(path).length);
            byte[] bytes = Arrays.copyOf(content(path), end);
            source.get(bytes, (int) at, count);
            files.put(path, bytes);
            return count;
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) {
            files.put(path, Arrays.copyOf(content(path), (int) size));
        }

        @Override
        public Mapped map(int bytes) throws IOException {
            throw new IOException("nothing here can be mapped");
        }

        @Override
        public void close() {}
    }
}
