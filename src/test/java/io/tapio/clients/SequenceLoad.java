package io.tapio.clients;

import static io.tapio.clients.RawSession.NODE_EXISTS;
import static io.tapio.clients.RawSession.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Creates sequential nodes, each with data that is used only once, many under way at a time. Every
 * tenth request must be refused, and its data must never be found.
 */
final class SequenceLoad implements Load {
    private static final int UNDER_WAY = 16;
    private static final int SEQUENTIAL = 2;

    /**
     * A request that was sent: what number it carries, and whether it asks for an existing node.
     */
    private record Sent(int number, boolean toBeRefused) {}

    private record Created(String path, long zxid) {}

    private final String directory;
    private final Map<Integer, Created> acknowledged = new HashMap<>();
    private final Set<Integer> found = new HashSet<>();
    private final Deque<Sent> open = new ArrayDeque<>();
    private RawSession session;
    private int lastNumber;

    SequenceLoad(InetSocketAddress address, String name, int timeoutMs) throws IOException {
        directory = "/sequence-" + name;
        session = RawSession.open(address, timeoutMs);
        done(session.call(session.create(directory, "", 0)));
    }

    @Override
    public void workUntilClosed(Runnable acknowledgement) throws IOException {
        for (; ; ) {
            while (open.size() < UNDER_WAY) sendNext();
            var sent = open.element();
            var reply = session.answer();
            open.remove();
            if (sent.toBeRefused) {
                if (reply.err() != NODE_EXISTS) throw new AssertionError("err " + reply.err());
                continue;
            }
            var path = done(reply).ustring();
            assertThat(reply.stat().czxid()).isEqualTo(reply.zxid());
            acknowledged.put(sent.number, new Created(path, reply.zxid()));
            acknowledgement.run();
        }
    }

    private void sendNext() throws IOException {
        int number = ++lastNumber;
        boolean toBeRefused = number % 10 == 0;
        open.add(new Sent(number, toBeRefused));
        session.send(
                toBeRefused
                        ? session.create(directory, data(number), 0)
                        : session.create(directory + "/n-", data(number), SEQUENTIAL));
    }

    private static String data(int number) {
        return "data " + number;
    }

    @Override
    public void attach(InetSocketAddress address) throws IOException {
        session = session.attach(address);
    }

    @Override
    public void check() throws IOException {
        var present = new HashMap<Integer, Created>();
        for (var node : readAll()) {
            var previous = present.put(node.getKey(), node.getValue());
            assertThat(previous).as("nodes with the same data").isNull();
        }
        assertThat(present).as("acknowledged creates").containsAllEntriesOf(acknowledged);
        checkOpen(present);
        assertThat(present.keySet()).as("nobody else's data").isEqualTo(union(acknowledged, found));
    }

    /** One session's writes are done in order, so of the open ones only the first can be there. */
    private void checkOpen(Map<Integer, Created> present) {
        boolean oneIsMissing = false;
        for (var sent : open) {
            if (sent.toBeRefused) continue;
            boolean isThere = present.containsKey(sent.number);
            assertThat(isThere && oneIsMissing).as("a later write without an earlier").isFalse();
            oneIsMissing |= !isThere;
            if (isThere) found.add(sent.number);
        }
        open.clear();
    }

    private static Set<Integer> union(Map<Integer, ?> some, Set<Integer> others) {
        var all = new HashSet<>(others);
        all.addAll(some.keySet());
        return all;
    }

    private List<Map.Entry<Integer, Created>> readAll() throws IOException {
        var paths = session.children(directory).stream().map(n -> directory + "/" + n).toList();
        var nodes = new ArrayList<Map.Entry<Integer, Created>>();
        for (int from = 0; from < paths.size(); from += 500) {
            var some = paths.subList(from, Math.min(paths.size(), from + 500));
            for (var path : some) session.send(session.get(path, false));
            for (var path : some) {
                var reply = done(session.answer());
                int number = Integer.parseInt(reply.ustring().substring("data ".length()));
                var stat = reply.stat();
                assertThat(stat.version()).isZero();
                nodes.add(Map.entry(number, new Created(path, stat.czxid())));
            }
        }
        return nodes;
    }

    @Override
    public long lastZxid() {
        return session.lastZxid();
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        return directory + ": " + acknowledged.size() + " acknowledged, " + found.size() + " found";
    }
}
