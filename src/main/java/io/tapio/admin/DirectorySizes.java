package io.tapio.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How many bytes of files lie below the two directories of the log, each counted in full. */
record DirectorySizes(long snapshotBytes, long journalBytes) {

    /** Walks both directories; waits for the disk. */
    static DirectorySizes measure(Path snapshotDir, Path journalDir) {
        long snapshots = bytesBelow(snapshotDir);
        return new DirectorySizes(
                snapshots, journalDir.equals(snapshotDir) ? snapshots : bytesBelow(journalDir));
    }

    private static long bytesBelow(Path directory) {
        var sum = new Sum();
        try {
            Files.walkFileTree(directory, sum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum.bytes;
    }

    void write(Text out) {
        out.line("datadir_size: " + snapshotBytes).line("logdir_size: " + journalBytes);
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // old files go while we count
        }
    }
}
