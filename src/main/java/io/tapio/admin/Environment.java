package io.tapio.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Properties;

/** What {@code envi} tells of the process and its machine. */
record Environment(String version, String hostName, Properties properties, Memory memory) {
    private static final int MEGA = 1 << 20;
    private static final List<String> SHOWN =
            List.of(
                    "java.version",
                    "java.vendor",
                    "java.home",
                    "java.class.path",
                    "java.library.path",
                    "java.io.tmpdir",
                    "java.compiler",
                    "os.name",
                    "os.arch",
                    "os.version",
                    "user.name",
                    "user.home",
                    "user.dir");

    /** The heap, in bytes. */
    record Memory(long free, long max, long total) {}

    /** As it is now; may wait for whoever knows the name of this host. */
    static Environment read(String version, Properties properties) {
        var runtime = Runtime.getRuntime();
        return new Environment(
                version,
                hostNameNow(),
                properties,
                new Memory(runtime.freeMemory(), runtime.maxMemory(), runtime.totalMemory()));
    }

    private static String hostNameNow() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "<NA>";
        }
    }

    void write(Text out) {
        out.line("Environment:");
        out.line("zookeeper.version=" + version);
        out.line("host.name=" + hostName);
        for (String key : SHOWN) {
            out.line(key + "=" + properties.getProperty(key, "<NA>"));
        }
        out.line("os.memory.free=" + memory.free / MEGA + "MB");
        out.line("os.memory.max=" + memory.max / MEGA + "MB");
        out.line("os.memory.total=" + memory.total / MEGA + "MB");
    }
}
