package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a directory for one member, against other processes and against others in this one.
 *
 * <p>The lock goes with the process, however that ends; the file stays and holds its number.
 */
final class DirectoryLock implements Closeable {
    static final String FILE_NAME = "lock";

    private static final int PID_CHARS_MAX = 20;

    // On POSIX systems closing any channel of a file gives up the whole process's lock on it, so
    // a second opener in this process must be turned away before it touches the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
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
            if (lock == null) throw new DataDirInUse(directory, holder(channel));

            write(Long.toString(ProcessHandle.current().pid()), channel);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static void write(String pid, FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException courtesyOnly) {
            // The number only makes a message friendlier; on a full disk we do without.
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PID_CHARS_MAX);
        channel.read(bytes, 0);
        String pid =
                new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(directory);
        }
    }
}
