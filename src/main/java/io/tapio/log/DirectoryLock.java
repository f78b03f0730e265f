package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory for one member, against other processes and against others in this one.
 *
 * <p>The lock goes with the process, however that ends; the file stays and holds its number.
 */
final class DirectoryLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    static final String FILE_NAME = "lock";

    private static final int PID_CHARS_MAX = 20;

    // On POSIX systems closing any channel of a file gives up the whole process's lock on it, so
    // a second opener in this process must be turned away before it touches the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Closeable channel;

    /** One that is given up by closing {@code channel}. */
    DirectoryLock(Path directory, Closeable channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes the lock or throws {@link DataDirInUse}. */
    static DirectoryLock take(Path existingDirectory) throws IOException {
        Path directory = existingDirectory.toRealPath();
        if (!HELD_HERE.add(directory)) {
            throw new DataDirInUse(directory, "another member in this process");
        }
        try {
            return new DirectoryLock(directory, lock(directory));
        } catch (IOException | RuntimeException failure) {
            HELD_HERE.remove(directory);
            throw failure;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve(FILE_NAME),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = pid(channel).map(pid -> "process " + pid).orElse("another process");
                throw new DataDirInUse(directory, holder);
            }
            write(ProcessHandle.current().pid(), channel);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Over what is there, with blanks behind: on a full disk there is room for that. */
    private static void write(long pid, FileChannel channel) {
        String text = String.format("%-" + PID_CHARS_MAX + "d", pid);
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException courtesyOnly) {
            // The number only helps the operator; a disk that was always full does without.
        }
    }

    private static Optional<Long> pid(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PID_CHARS_MAX);
        channel.read(bytes, 0);
        String text =
                new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
        return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** The number of the process that holds the lock, if one does and has left its number. */
    static Optional<Long> holder(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) return Optional.empty();
        if (HELD_HERE.contains(directory.toRealPath())) {
            return Optional.of(ProcessHandle.current().pid());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock ours = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return ours == null ? pid(channel) : Optional.empty();
        }
    }

    static void release(List<Closeable> locks) {
        for (Closeable lock : locks) {
            try {
                lock.close();
            } catch (IOException error) {
                LOG.warn("cannot release the lock of {}: {}", lock, error.getMessage());
            }
        }
        locks.clear();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(directory);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
