package io.tapio.testkit.sim.full;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerMessage;
import io.tapio.zab.MessageLine;
import io.tapio.zab.ZabMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What happened: the last of it in words, all of it as a number. */
public final class Trace {
    private static final int LINES = Integer.getInteger("tapio.sim.lines", 150);

    private final Agenda agenda;
    private final Deque<Supplier<String>> lines = new ArrayDeque<>();
    private long hash = 17;

    Trace(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Two runs of one seed have the same. */
    public long hashValue() {
        return hash;
    }

    public void note(String line) {
        mix(line.hashCode());
        add(() -> line);
    }

    /** In words only, and only if anybody asks. */
    void tell(Supplier<String> line) {
        add(line);
    }

    private void add(Supplier<String> line) {
        if (lines.size() == LINES) lines.remove();
        long now = agenda.now();
        lines.add(() -> now / 1000 + "." + "%03d".formatted(now % 1000) + " " + line.get());
    }

    void mix(long value) {
        hash = (hash * 0x5DEECE66DL + value) ^ (agenda.now() << 1);
    }

    void heard(ServerId from, ServerId to, PeerMessage message) {
        mix(from.value() * 31L + to.value());
        mix(nameOf(message).hashCode());
        if (message instanceof PeerMessage.Said(ZabMessage.Proposal(var entries))) {
            mix(entries.last().value());
            mix(entries.encoded().hashCode());
        } else if (message instanceof PeerMessage.Said(ZabMessage.Commit(Zxid upTo))) {
            mix(upTo.value());
        }
        boolean dull =
                message instanceof PeerMessage.Said(ZabMessage.Ping ping)
                        || message instanceof PeerMessage.Said(ZabMessage.Pong pong);
        if (!dull) add(() -> from + " -> " + to + " " + line(message));
    }

    private static String nameOf(PeerMessage message) {
        return message instanceof PeerMessage.Said(ZabMessage said)
                ? said.getClass().getName()
                : message.getClass().getName();
    }

    private static String line(PeerMessage message) {
        return message instanceof PeerMessage.Said(ZabMessage said)
                ? MessageLine.of(said)
                : message.getClass().getSimpleName();
    }

    List<String> lines() {
        return lines.stream().map(Supplier::get).toList();
    }
}
