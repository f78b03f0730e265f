package io.tapio.torture;

import io.tapio.torture.Frames.Ticket;
import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Event.Remains;
import io.tapio.torture.history.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every node below the grounds that one member holds, as a client reads it after a sync. */
record Tree(List<Remains> nodes) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Tree of(InetSocketAddress member) throws IOException {
        try (var wire = Wire.open(member, PATIENCE)) {
            if (!wire.attach(Ticket.fresh(Client.SESSION_TIMEOUT_MS), 0).isValid()) {
                throw new IOException("no session");
            }
            wire.ask(new Call.Sync(Grounds.ROOT));
            var nodes = new ArrayList<Remains>();
            var open = new ArrayDeque<>(List.of(Grounds.ROOT));
            while (!open.isEmpty()) visit(wire, open.remove(), nodes, open);
            wire.ask(new Call.Close());
            return new Tree(nodes);
        }
    }

    private static void visit(Wire wire, String path, List<Remains> nodes, ArrayDeque<String> open)
            throws IOException {
        var answer = wire.ask(new Call.GetData(path, false));
        if (!(answer instanceof Answer.Done done && done.result() instanceof Result.Data data)) {
            throw new IOException(path + ": " + answer);
        }
        nodes.add(new Remains(path, data.data(), data.stat()));
        if (data.stat().children() == 0) return;
        var listed = wire.ask(new Call.GetChildren(path, false));
        if (listed instanceof Answer.Done names && names.result() instanceof Result.Children all) {
            all.names().stream().sorted().map(name -> path + "/" + name).forEach(open::add);
        }
    }

    /** The first node about which two trees do not agree. */
    Optional<String> difference(Tree other) {
        for (int i = 0; i < Math.max(nodes.size(), other.nodes.size()); i++) {
            if (i >= nodes.size()) return Optional.of(other.nodes.get(i).path());
            if (i >= other.nodes.size()) return Optional.of(nodes.get(i).path());
            if (!nodes.get(i).equals(other.nodes.get(i))) return Optional.of(nodes.get(i).path());
        }
        return Optional.empty();
    }
}
