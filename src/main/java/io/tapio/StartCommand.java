package io.tapio;

import io.tapio.config.Ensemble;
import io.tapio.config.TapioConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code tapio start}: serves in the foreground until the process is asked to end. */
final class StartCommand {
    private static final Logger LOG = LoggerFactory.getLogger("tapio");

    private StartCommand() {}

    static int run(TapioConfig.Loaded loaded) {
        loaded.warnings().forEach(LOG::warn);
        TapioConfig config = loaded.config();
        try {
            var server = Server.start(config);
            var pidFile = new PidFile(config.storage().dataDir());
            write(pidFile);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, pidFile), "stop"));
            config.ensemble().ifPresent(ensemble -> System.out.println(waiting(ensemble)));
            var unused =
                    server.serving()
                            .thenAccept(yes -> System.out.println(greeting(config, server)));
            LOG.error("stopping: {}", server.failure().join());
            return ExitCode.FAILED;
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            return failure.exitCode();
        }
    }

    /** Nobody needs the file to serve, and a full disk has no room for it. */
    private static void write(PidFile pidFile) {
        try {
            pidFile.write();
        } catch (IOException e) {
            LOG.warn("cannot write the pid file: {}", e.getMessage());
        }
    }

    private static void stop(Server server, PidFile pidFile) {
        boolean asked = !server.failure().isDone();
        if (asked) LOG.info("stopping: asked to end");
        server.close();
        try {
            pidFile.remove();
        } catch (IOException e) {
            LOG.warn("cannot remove the pid file: {}", e.getMessage());
        }
        LOG.info("stopped");
    }

    private static String waiting(Ensemble ensemble) {
        return """

               Tapio %s is member %d of %d; it serves as soon as a quorum is there.
               """
                .formatted(Version.current(), ensemble.self(), ensemble.servers().size());
    }

    private static String greeting(TapioConfig config, Server server) {
        String connect =
                server.addresses().stream()
                        .map(HostAndPort::reachable)
                        .map(StartCommand::hostAndPort)
                        .collect(Collectors.joining(","));
        return """

               Tapio %s is serving.
                 connect string   %s
                 data             %s
                 next             any ZooKeeper client, for example: zkCli.sh -server %s
                 stop             Ctrl-C, or tapio stop
               """
                .formatted(Version.current(), connect, config.storage().dataDir(), connect);
    }

    private static String hostAndPort(InetSocketAddress address) {
        return address.getAddress().isLoopbackAddress()
                ? "localhost:" + address.getPort()
                : HostAndPort.of(address);
    }
}
