package io.tapio.bench;

import io.tapio.bench.client.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How much memory a process of this machine needs: of a JVM that lets itself be asked, its live
 * objects, after a collection; of any other, what is resident.
 */
record Memory(long bytes, String by) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

    static Memory of(long pid) throws Lost {
        var live = liveObjects(pid);
        if (live.isPresent()) return new Memory(live.getAsLong(), "live heap");
        return new Memory(resident(pid), "resident memory");
    }

    /** The histogram of a JVM's classes counts what a full collection leaves. */
    private static OptionalLong liveObjects(long pid) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) return OptionalLong.empty();
        try {
            // Into a file: whoever writes to us from within a pause must not wait for us to read.
            var file = Files.createTempFile("histogram", ".txt");
            try {
                new ProcessBuilder(jcmd.toString(), "" + pid, "GC.class_histogram")
                        .redirectErrorStream(true)
                        .redirectOutput(file.toFile())
                        .start()
                        .waitFor();
                return parseTotal(Files.readString(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    static OptionalLong parseTotal(String histogram) {
        var total = TOTAL.matcher(histogram);
        return total.find()
                ? OptionalLong.of(Long.parseLong(total.group(1)))
                : OptionalLong.empty();
    }

    private static long resident(long pid) throws Lost {
        try {
            var status = Files.readString(Path.of("/proc", "" + pid, "status"));
            var resident = RESIDENT.matcher(status);
            if (resident.find()) return 1024 * Long.parseLong(resident.group(1));
        } catch (IOException gone) {
            // told below
        }
        throw new Lost("there is no process " + pid + " on this machine");
    }
}
