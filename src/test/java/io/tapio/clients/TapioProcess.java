package io.tapio.clients;

import java.nio.file.Path;
import java.util.List;

/** Tapio as a user starts it, in a JVM of its own. */
final class TapioProcess {

    private TapioProcess() {}

    static ServerProcess start(Path dataDir, int port, String... jvmArgs) {
        var config = ServerProcess.configFor(dataDir, port);
        return ServerProcess.launch(
                port,
                ServerProcess.logFor(dataDir),
                List.of(jvmArgs),
                "io.tapio.Tapio",
                "start",
                "--config",
                config.toString());
    }
}
