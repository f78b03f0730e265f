package io.tapio.processes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whose members an ensemble has; both are started from the class path of the tests. */
enum Server {
    TAPIO,
    APACHE;

    /** Small and soon warm: a test lives for seconds, and all members share its two cores. */
    private static final List<String> FRUGAL =
            List.of(
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-Dfile.encoding=UTF-8");

    static Server underTest() {
        return underTest("tapio.processes.server");
    }

    /** Tapio, unless this system property says {@code apache}. */
    static Server underTest(String property) {
        return "apache".equals(System.getProperty(property)) ? APACHE : TAPIO;
    }

    /** The command that runs one member with the zoo.cfg in its folder. */
    List<String> command(Path folder, List<String> jvmArgs) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(FRUGAL);
        if (this == APACHE) command.addAll(apacheFlags(folder));
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", classPath()));
        switch (this) {
            case TAPIO -> command.addAll(List.of("io.tapio.Tapio", "start", "--config"));
            case APACHE -> command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
        }
        command.add(folder.resolve("zoo.cfg").toString());
        return command;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> apacheFlags(Path folder) {
        var logging = folder.resolve("logback.xml");
        var text =
                """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %-5level %logger{0} %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """;
        try {
            Files.writeString(logging, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                "-Dzookeeper.admin.enableServer=false", "-Dlogback.configurationFile=" + logging);
    }
}
