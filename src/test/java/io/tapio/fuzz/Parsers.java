package io.tapio.fuzz;

import io.tapio.auth.AuthParsers;
import io.tapio.cluster.ContactParsers;
import io.tapio.config.ConfigParsers;
import io.tapio.front.FrontParsers;
import io.tapio.log.LogParsers;
import io.tapio.peer.PeerParsers;
import io.tapio.state.StateParsers;
import io.tapio.tree.TreeParsers;
import io.tapio.txn.TxnParsers;
import io.tapio.wire.WireParsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that read bytes from outside, and the inputs that are kept for them. */
final class Parsers {
    private static final Path KEPT = Path.of("src/test/resources/io/tapio/fuzz");

    private Parsers() {}

    static List<Parser> all() {
        return Stream.of(
                        WireParsers.all(),
                        FrontParsers.all(),
                        PeerParsers.all(),
                        ContactParsers.all(),
                        StateParsers.all(),
                        TxnParsers.all(),
                        LogParsers.all(),
                        TreeParsers.all(),
                        AuthParsers.all(),
                        ConfigParsers.all())
                .flatMap(List::stream)
                .toList();
    }

    static Parser named(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    /** Inputs that were once of interest: most of them broke something. */
    static List<byte[]> kept(Parser parser) {
        Path directory = KEPT.resolve(parser.name());
        if (!Files.isDirectory(directory)) return List.of();

        try (Stream<Path> files = Files.list(directory)) {
            var inputs = new ArrayList<byte[]>();
            for (Path each : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(each));
            }
            return inputs;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
