package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.KeeperError;
import io.tapio.wire.ReplyReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several clients pipeline reads and writes at random, while runs of entries commit at random. All
 * that they hear is held against a model that does one thing after the other.
 */
class RandomPipelinesTest {
    private static final List<String> PATHS = List.of("/a", "/b", "/a/x", "/a/y", "/b/x");
    private static final int CLIENTS = 4;
    private static final int STEPS = 2_000;

    private final House house = new House();
    private final Model model = new Model();
    private final List<Client> clients = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyAnswerIsThatOfAModelThatDoesOneThingAfterTheOther(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(house.client()));
        }
        model.beginAt(house.machine.state().applied().value());
        for (int step = 0; step < STEPS; step++) {
            act(random);
        }
        house.settle();

        clients.forEach(Client::hear);
        assertThat(clients).allMatch(client -> client.asked.isEmpty());
        for (String path : PATHS) {
            assertThat(house.machine.state().tree().find(bytes(path)) != null)
                    .isEqualTo(model.latest().containsKey(path));
        }
    }

    private void act(Random random) {
        switch (random.nextInt(10)) {
            case 0 -> house.propose();
            case 1 -> {
                if (!house.inFlight.isEmpty()) commitPart(random);
            }
            case 2 -> clients.get(random.nextInt(CLIENTS)).hear();
            case 3 -> {
                if (random.nextInt(20) == 0) reconnect(random);
            }
            case 4, 5, 6 -> clients.get(random.nextInt(CLIENTS)).read(path(random));
            default -> clients.get(random.nextInt(CLIENTS)).write(random);
        }
    }

    private void commitPart(Random random) {
        if (random.nextBoolean()) {
            house.commitNext();
        } else {
            house.commit(house.machine.state().applied().next());
        }
    }

    /** The old connection's answers are lost, the new one begins with none to come. */
    private void reconnect(Random random) {
        int which = random.nextInt(CLIENTS);
        clients.get(which).hear();
        clients.set(which, new Client(house.reattach(clients.get(which).caller.session())));
        clients.get(which).caller.takeDeliveries();
    }

    private static String path(Random random) {
        return PATHS.get(random.nextInt(PATHS.size()));
    }

    /** What a client waits for: the zxid its write will have, or the writes around its read. */
    private record Asked(int xid, String readPath, long zxid, KeeperError error) {}

    private final class Client {
        final Caller caller;
        final Deque<Asked> asked = new ArrayDeque<>();
        private final Map<Integer, Long> nextOwnWrite = new HashMap<>(); // after the read of an xid
        private final List<Integer> readsSinceWrite = new ArrayList<>();
        private long lastOwnWrite;
        private long lastSeen;

        Client(Caller caller) {
            this.caller = caller;
        }

        void read(String path) {
            int xid = caller.get(path);
            readsSinceWrite.add(xid);
            asked.add(new Asked(xid, path, lastOwnWrite, KeeperError.OK));
        }

        void write(Random random) {
            String path = path(random);
            KeeperError error;
            int xid;
            switch (random.nextInt(4)) {
                case 0 -> {
                    xid = caller.create(path, 0);
                    error = model.create(path);
                }
                case 1 -> {
                    xid = caller.delete(path);
                    error = model.delete(path);
                }
                default -> {
                    String data = "d" + random.nextInt(1_000);
                    int version = random.nextInt(3) - 1;
                    xid = caller.set(path, data, version);
                    error = model.set(path, data, version);
                }
            }
            lastOwnWrite = model.zxid();
            readsSinceWrite.forEach(read -> nextOwnWrite.put(read, lastOwnWrite));
            readsSinceWrite.clear();
            asked.add(new Asked(xid, "", lastOwnWrite, error));
        }

        void hear() {
            for (Caller.Reply reply : caller.takeReplies()) {
                Asked next = asked.remove();
                assertThat(reply.header().xid()).isEqualTo(next.xid());
                assertThat(reply.header().zxid()).isGreaterThanOrEqualTo(lastSeen);
                lastSeen = reply.header().zxid();
                if (next.readPath().isEmpty()) {
                    assertThat(reply.header())
                            .isEqualTo(
                                    new ReplyReader.Header(
                                            next.xid(), next.zxid(), next.error().code()));
                } else {
                    hearRead(next, reply);
                }
            }
        }

        private void hearRead(Asked asked, Caller.Reply reply) {
            long at = reply.header().zxid();
            assertThat(at).isGreaterThanOrEqualTo(asked.zxid());
            assertThat(at).isLessThan(nextOwnWrite.getOrDefault(asked.xid(), Long.MAX_VALUE));
            String expected = model.at(at).get(asked.readPath());
            if (expected == null) {
                assertThat(reply.header().err()).isEqualTo(KeeperError.NO_NODE.code());
            } else {
                String data = reply.body().ustring();
                int version = ReplyReader.stat(reply.body()).version();
                assertThat(version + ":" + data).isEqualTo(expected);
            }
        }
    }

    /** Paths to {@code version:data}, after every zxid. */
    private static final class Model {
        private final List<Map<String, String>> states = new ArrayList<>();
        private long base;

        void beginAt(long zxid) {
            base = zxid;
            states.add(Map.of());
        }

        long zxid() {
            return base + states.size() - 1;
        }

        Map<String, String> at(long zxid) {
            return states.get((int) (zxid - base));
        }

        Map<String, String> latest() {
            return states.getLast();
        }

        KeeperError create(String path) {
            String parent = path.length() == 2 ? "" : path.substring(0, 2);
            KeeperError error = KeeperError.OK;
            if (!parent.isEmpty() && !latest().containsKey(parent)) error = KeeperError.NO_NODE;
            else if (latest().containsKey(path)) error = KeeperError.NODE_EXISTS;
            return then(error, path, "0:");
        }

        KeeperError delete(String path) {
            KeeperError error = KeeperError.OK;
            String parent = path.substring(0, 2);
            boolean orphan = path.length() > 2 && !latest().containsKey(parent);
            if (orphan || !latest().containsKey(path)) error = KeeperError.NO_NODE;
            else if (latest().keySet().stream().anyMatch(each -> each.startsWith(path + "/"))) {
                error = KeeperError.NOT_EMPTY;
            }
            return then(error, path, null);
        }

        KeeperError set(String path, String data, int version) {
            String now = latest().get(path);
            if (now == null) return then(KeeperError.NO_NODE, path, null);
            int has = Integer.parseInt(now.substring(0, now.indexOf(':')));
            boolean fits = version == -1 || version == has;
            return then(
                    fits ? KeeperError.OK : KeeperError.BAD_VERSION, path, (has + 1) + ":" + data);
        }

        private KeeperError then(KeeperError error, String path, String value) {
            var next = new TreeMap<>(latest());
            if (error == KeeperError.OK) {
                if (value == null) next.remove(path);
                else next.put(path, value);
            }
            states.add(next);
            return error;
        }
    }
}
