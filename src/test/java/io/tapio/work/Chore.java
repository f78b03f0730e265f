package io.tapio.work;

import io.tapio.testkit.RawRequest;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A fixed number of operations of one kind. */
interface Chore {
    String name();

    int operations();

    /** Whether nothing is written: then the log and other threads have no part in it. */
    boolean isReading();

    /**
     * Among how many its counts are shared: its operations, or, where many make one batch, one. Its
     * bytes are always shared among its operations.
     */
    default int batches() {
        return operations();
    }

    void run(Place place);

    /** What looking costs. */
    record Nothing() implements Chore {
        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public int operations() {
            return 0;
        }

        @Override
        public boolean isReading() {
            return true;
        }

        @Override
        public void run(Place place) {}
    }

    /** One client asks, waits for the answer, and asks again. */
    record OneByOne(Kind kind) implements Chore {
        @Override
        public String name() {
            return kind.name() + " one-by-one";
        }

        @Override
        public int operations() {
            return Kind.OF_ONE_CLIENT;
        }

        @Override
        public boolean isReading() {
            return kind.isReading();
        }

        @Override
        public void run(Place place) {
            Client client = place.clients().getFirst();
            for (int i = 0; i < Kind.OF_ONE_CLIENT; i++) {
                for (Kind.Step step : kind.operation(0, i)) {
                    client.send(step.request());
                    client.receive(step.frames());
                }
                if (!kind.isReading()) place.awaitOthers();
            }
        }
    }

    /** Sixteen clients ask sixteen times each, and all of it is there for one turn of the loop. */
    record AtOnce(Kind kind) implements Chore {
        private static final int OF_EACH = 16;

        @Override
        public String name() {
            return kind.name() + " 16x16";
        }

        @Override
        public int operations() {
            return Kind.CLIENTS * OF_EACH;
        }

        @Override
        public boolean isReading() {
            return kind.isReading();
        }

        @Override
        public int batches() {
            return 1;
        }

        @Override
        public void run(Place place) {
            Runnable release = place.entrance().hold();
            each(client -> place.clients().get(client).send(kind.together(client, OF_EACH)));
            release.run();
            each(client -> place.clients().get(client).receive(kind.frames(client, OF_EACH)));
        }
    }

    /** One change of a znode that all clients watch. */
    record FanOut(String path) implements Chore {
        private static final int ROUNDS = 8;

        @Override
        public String name() {
            return "fan-out to-16";
        }

        @Override
        public int operations() {
            return ROUNDS;
        }

        @Override
        public boolean isReading() {
            return false;
        }

        @Override
        public void run(Place place) {
            byte[] look = Client.frame(RawRequest.getData(path, true));
            byte[] change = Client.frame(RawRequest.setData(path, Kind.DATA, -1));
            for (int round = 0; round < ROUNDS; round++) {
                each(client -> place.clients().get(client).call(look));
                place.clients().getFirst().send(change);
                place.clients().getFirst().receive(2);
                each(client -> place.clients().get(client).receive(client == 0 ? 0 : 1));
            }
        }
    }

    /** A connection, a session, and the end of both. */
    record Visit() implements Chore {
        private static final int VISITS = 16;
        private static final byte[] GOODBYE = Client.frame(RawRequest.closeSession());

        @Override
        public String name() {
            return "connect one-by-one";
        }

        @Override
        public int operations() {
            return VISITS;
        }

        @Override
        public boolean isReading() {
            return false;
        }

        @Override
        public void run(Place place) {
            for (int i = 0; i < VISITS; i++) {
                try (var client = Client.connect(place.entrance().address())) {
                    client.call(GOODBYE);
                }
            }
        }
    }

    static List<Chore> both(Kind kind) {
        return List.of(new OneByOne(kind), new AtOnce(kind));
    }

    private static void each(IntConsumer client) {
        IntStream.range(0, Kind.CLIENTS).forEach(client);
    }
}
