package io.tapio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the benchmark ran. */
record Machine(String processor, int processors, double memoryGb, String system, String java) {
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");

    static Machine here() {
        var memory = first(MEMORY, read("/proc/meminfo"));
        return new Machine(
                first(MODEL, read("/proc/cpuinfo")),
                Runtime.getRuntime().availableProcessors(),
                memory.equals("?") ? 0 : Math.round(Long.parseLong(memory) / 104_857.6) / 10.0,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString());
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1).strip() : "?";
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
