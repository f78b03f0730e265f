package io.tapio.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Apache ZooKeeper, standalone, in a JVM of its own: what every test here is proved against. */
final class ApacheProcess {

    private ApacheProcess() {}

    static ServerProcess start(Path dataDir, int port, String... jvmArgs) {
        var config = ServerProcess.configFor(dataDir, port);
        var allArgs = new ArrayList<>(List.of("-Dzookeeper.admin.enableServer=false"));
        allArgs.add("-Dlogback.configurationFile=" + logging(dataDir, "WARN"));
        allArgs.addAll(List.of(jvmArgs));
        return ServerProcess.launch(
                port,
                ServerProcess.logFor(dataDir),
                allArgs,
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                config.toString());
    }

    /** Without a configuration Logback would write every debug line of Apache's code. */
    static Path logging(Path dataDir, String level) {
        var file = dataDir.resolveSibling(dataDir.getFileName() + ".logback.xml");
        var text =
                """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%%d %%-5level %%logger{0} %%msg%%n</pattern></encoder>
                  </appender>
                  <root level="%s"><appender-ref ref="out"/></root>
                </configuration>
                """
                        .formatted(level);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
