package io.tapio.torture.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The disk of a member that does not run, and what may become of it. */
public record Disk(Path dataDir) {

    /** Everything is gone but the number of the member. */
    public void wipe() {
        for (var path : content(dataDir)) {
            if (!path.getFileName().toString().equals("myid")) delete(path);
        }
    }

    /** A copy of all that is there now. */
    public Path copy(Path to) {
        copyTree(dataDir, to);
        return to;
    }

    /** What is there now gives way to an older copy. */
    public void putBack(Path copy) {
        wipe();
        copyTree(copy, dataDir);
    }

    /** The last bytes that were written of the log read as zeros. */
    public void zeroTail(int bytes) {
        var log = log();
        byte[] content = read(log);
        int end = used(content);
        Arrays.fill(content, Math.max(0, end - bytes), end, (byte) 0);
        write(log, content);
    }

    /** The log ends so many bytes earlier. */
    public void cutTail(int bytes) {
        var log = log();
        byte[] content = read(log);
        write(log, Arrays.copyOf(content, Math.max(0, used(content) - bytes)));
    }

    /** One bit in the middle of the log is another one. */
    public void flipBit() {
        var log = log();
        byte[] content = read(log);
        content[used(content) / 2] ^= 0b100;
        write(log, content);
    }

    /** The newest log file in which something is written. */
    private Path log() {
        try (var files = Files.walk(dataDir)) {
            return files.filter(Disk::isLog)
                    .filter(file -> used(read(file)) > 0)
                    .max(Comparator.comparing(file -> file.getFileName().toString()))
                    .orElseThrow(() -> new IllegalStateException("no log in " + dataDir));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLog(Path file) {
        var name = file.getFileName().toString();
        return name.startsWith("log.") || name.matches("journal-.*\\.seg");
    }

    /** How much is written; zeros follow. */
    private static int used(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) end--;
        return end;
    }

    // ---- files

    private static List<Path> content(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        if (Files.isDirectory(path)) content(path).forEach(Disk::delete);
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTree(Path from, Path to) {
        try (var paths = Files.walk(from)) {
            for (var path : paths.toList()) {
                var target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
