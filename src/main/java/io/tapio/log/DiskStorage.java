package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The real disk. */
public final class DiskStorage implements Storage {

    @Override
    public StoredFile open(Path file) throws IOException {
        return new OpenFile(
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    @Override
    public StoredFile read(Path file) throws IOException {
        return new OpenFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) return;

        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) createDirectories(parent);
        Files.createDirectory(directory);
        syncParentOf(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        return DirectoryLock.take(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParentOf(to);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** A new name is durable only when its directory is. */
    private static void syncParentOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) return;

        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record OpenFile(FileChannel channel) implements StoredFile {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            return channel.read(target, at);
        }

        @Override
        public int writeSome(ByteBuffer source, long at) throws IOException {
            return channel.write(source, at);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public Mapped map(int bytes) throws IOException {
            return new MappedFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record MappedFile(MappedByteBuffer memory) implements StoredFile.Mapped {

        @Override
        public void put(int at, ByteBuffer source) {
            memory.put(at, source, source.position(), source.remaining());
        }

        @Override
        public void force() throws IOException {
            try {
                memory.force();
            } catch (UncheckedIOException failure) {
                throw failure.getCause();
            }
        }
    }
}
