package io.tapio;

import io.tapio.cluster.ElectionPort;
import io.tapio.config.TapioConfig;
import io.tapio.log.DataDirectories;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Looks for what would stop a server at once, before anything is built: so the operator hears of it
 * in a moment. What changes after the look is found all the same, only later.
 */
final class Preflight {
    private Preflight() {}

    static Optional<Outage> outage(TapioConfig config) {
        return missingDirectory(config)
                .or(
                        () ->
                                DataDirectories.obstacle(
                                        new Settings(config)
                                                .log(new EnsembleSettings(config).self())))
                .map(Outage::ofData)
                .or(() -> busyPort(config).map(Outage::of))
                .or(() -> busyElectionPort(config).map(Outage::of));
    }

    private static Optional<String> missingDirectory(TapioConfig config) {
        var storage = config.storage();
        if (storage.createsDirs() || Files.isDirectory(storage.dataDir())) return Optional.empty();

        return Optional.of(
                "the data directory %s does not exist, and zookeeper.datadir.autocreate=false forbids to make it. Make it, or choose another dataDir."
                        .formatted(storage.dataDir()));
    }

    private static Optional<String> busyElectionPort(TapioConfig config) {
        return config.ensemble()
                .flatMap(yes -> ElectionPort.obstacle(new EnsembleSettings(config).cluster()));
    }

    private static Optional<String> busyPort(TapioConfig config) {
        return config.listening().addresses().stream()
                .map(Preflight::busy)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> busy(InetSocketAddress address) {
        if (address.isUnresolved()) return Optional.empty(); // the port itself says it better

        try (var socket = ServerSocketChannel.open()) {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address);
            return Optional.empty();
        } catch (IOException busy) {
            return Optional.of(ClosedPort.describe(address, String.valueOf(busy.getMessage())));
        }
    }
}
