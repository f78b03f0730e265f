package io.tapio.testkit.sim.full;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What clients ask: a small tree, so that they get into each other's way. */
final class Load {
    private static final List<String> PATHS =
            List.of("/a", "/b", "/c", "/a/x", "/a/y", "/b/x", "/c/z");
    private static final int EPHEMERAL = 1;
    private static final int SEQUENTIAL = 2;
    private static final int IN_FLIGHT_MAX = 12;

    private final Simulation world;
    private final RandomGenerator random;
    private final List<String> made = new ArrayList<>(); // sequential ones, to be deleted
    private int paceUs;
    private boolean stopped;
    private int asked;
    private int written;

    Load(Simulation world) {
        this.world = world;
        this.random = world.random();
        this.paceUs = pace();
    }

    int asked() {
        return asked;
    }

    int written() {
        return written;
    }

    /** The load grows or shrinks. */
    void change() {
        paceUs = pace();
    }

    private int pace() {
        return 10_000 + random.nextInt(random.nextInt(3) == 0 ? 30_000 : 150_000);
    }

    /** Nothing more is asked; what was asked is waited for. */
    void stop() {
        stopped = true;
    }

    void begin(SimClient client) {
        world.agenda().in(random.nextInt(200_000), () -> look(client));
        world.agenda().in(random.nextInt(200_000), () -> think(client));
    }

    private void look(SimClient client) {
        client.live();
        world.agenda().in(40_000 + random.nextInt(20_000), () -> look(client));
    }

    /** Those who are connected there want to be sure. */
    void syncAt(Server server) {
        for (SimClient each : world.clients()) {
            if (each.isReady() && each.isAt(server)) {
                each.ask(OpCode.SYNC, new Request.Sync(path()), false);
            }
        }
    }

    private void think(SimClient client) {
        if (!stopped && client.isReady() && client.waiting() < IN_FLIGHT_MAX) {
            int burst = random.nextInt(6) == 0 ? 1 + random.nextInt(6) : 1;
            for (int i = 0; i < burst && client.isReady(); i++) ask(client);
        }
        world.agenda().in(1 + random.nextInt(2 * paceUs), () -> think(client));
    }

    private Bytes path() {
        return Bytes.utf8(PATHS.get(random.nextInt(PATHS.size())));
    }

    private Bytes data(SimClient client) {
        return Bytes.utf8("c" + client.number() + "-" + asked);
    }

    private void ask(SimClient client) {
        asked++;
        boolean watches = client.watching().size() < 5 && random.nextInt(3) == 0;
        boolean looksOn = client.number() % 3 == 0 && random.nextInt(10) > 0;
        switch (random.nextInt(looksOn ? 13 : 40)) {
            case 0, 1, 2, 3, 4, 5 ->
                    client.ask(OpCode.GET_DATA, new Request.GetData(path(), watches), watches);
            case 6, 7 -> client.ask(OpCode.EXISTS, new Request.Exists(path(), watches), watches);
            case 8, 9 ->
                    client.ask(
                            OpCode.GET_CHILDREN,
                            new Request.GetChildren(parent(), watches),
                            watches);
            case 10, 11, 12 -> client.ask(OpCode.SYNC, new Request.Sync(path()), false);
            case 13 -> {
                if (random.nextInt(6) == 0) {
                    client.ask(OpCode.CLOSE_SESSION, new Request.CloseSession(), false);
                }
            }
            default -> write(client);
        }
    }

    private Bytes parent() {
        return Bytes.utf8(
                switch (random.nextInt(4)) {
                    case 0 -> "/e";
                    case 1 -> "/q";
                    case 2 -> "/a";
                    default -> "/";
                });
    }

    private void write(SimClient client) {
        written++;
        switch (random.nextInt(26)) {
            case 0, 1, 2, 3, 4 ->
                    client.ask(
                            OpCode.CREATE2,
                            new Request.Create(path(), data(client), Acl.OPEN, 0),
                            false);
            case 5, 6, 7 ->
                    client.ask(
                            OpCode.DELETE,
                            new Request.Delete(path(), random.nextInt(3) - 1),
                            false);
            case 8, 9, 10 ->
                    client.ask(OpCode.CREATE, create(ephemeral(client), client, EPHEMERAL), false);
            case 11, 12 ->
                    client.ask(
                            OpCode.DELETE,
                            new Request.Delete(Bytes.utf8(ephemeral(client)), -1),
                            false);
            case 13, 14, 15 ->
                    client.ask(
                            OpCode.CREATE,
                            create(
                                    "/q/n-",
                                    client,
                                    SEQUENTIAL | (random.nextInt(3) == 0 ? EPHEMERAL : 0)),
                            false);
            case 16, 17 -> deleteMade(client);
            case 18, 19 -> client.ask(OpCode.MULTI, multi(client), false);
            case 20 ->
                    client.ask(
                            OpCode.CREATE_CONTAINER,
                            create("/k" + random.nextInt(2), client, 4),
                            false);
            case 21 ->
                    client.ask(
                            OpCode.CREATE,
                            create("/k" + random.nextInt(2) + "/x", client, 0),
                            false);
            case 22 ->
                    client.ask(
                            OpCode.DELETE,
                            new Request.Delete(Bytes.utf8("/k" + random.nextInt(2) + "/x"), -1),
                            false);
            default ->
                    client.ask(
                            OpCode.SET_DATA,
                            new Request.SetData(path(), data(client), random.nextInt(5) - 1),
                            false);
        }
    }

    private String ephemeral(SimClient client) {
        return "/e/c" + client.number() + "-" + random.nextInt(3);
    }

    private Request.Create create(String path, SimClient client, int flags) {
        return new Request.Create(Bytes.utf8(path), data(client), Acl.OPEN, flags);
    }

    private void deleteMade(SimClient client) {
        if (made.isEmpty()) return;
        String path = made.remove(random.nextInt(made.size()));
        client.ask(OpCode.DELETE, new Request.Delete(Bytes.utf8(path), -1), false);
    }

    private Request.Multi multi(SimClient client) {
        var ops = new ArrayList<Request.Op>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(4)) {
                case 0 ->
                        ops.add(
                                new Request.Op(
                                        OpCode.CREATE,
                                        new Request.Create(path(), data(client), Acl.OPEN, 0)));
                case 1 -> ops.add(new Request.Op(OpCode.DELETE, new Request.Delete(path(), -1)));
                case 2 ->
                        ops.add(
                                new Request.Op(
                                        OpCode.CHECK,
                                        new Request.Check(path(), random.nextInt(3) - 1)));
                default ->
                        ops.add(
                                new Request.Op(
                                        OpCode.SET_DATA,
                                        new Request.SetData(path(), data(client), -1)));
            }
        }
        return new Request.Multi(ops);
    }

    /** What must be there before all else. */
    void found(SimClient client) {
        for (String path : List.of("/a", "/b", "/c", "/e", "/q")) {
            client.ask(OpCode.CREATE, create(path, client, 0), false);
        }
    }

    void answered(SimClient client, Ask ask, Reply reply) {
        if (ask.opCode() == OpCode.CREATE
                && reply.isOk()
                && ask.request() instanceof Request.Create create
                && (create.flags() & SEQUENTIAL) != 0) {
            made.add(reply.body().buffer().toString());
        }
    }
}
