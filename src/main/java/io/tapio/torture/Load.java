package io.tapio.torture;

import io.tapio.torture.Frames.Ticket;
import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The clients at work, each with a thread of its own. */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long END_MAX_MS = 20_000;
    private static final int ROOT_CLIENT = 0;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private Load() {}

    /** Prepares the grounds and sends the clients out. */
    static Load begin(List<InetSocketAddress> members, Recorder recorder, Wanted wanted)
            throws IOException {
        prepare(members.getFirst(), recorder);
        var load = new Load();
        var generators =
                RandomGeneratorFactory.<RandomGenerator.SplittableGenerator>of("L64X128MixRandom");
        var random = generators.create(wanted.seed());
        for (int number = 1; number <= wanted.clients(); number++) {
            var client =
                    new Client(
                            number, members, recorder, random.split(), load.stop, wanted.paceMs());
            load.threads.add(Thread.ofPlatform().name("client-" + number).start(client));
        }
        return load;
    }

    private static void prepare(InetSocketAddress member, Recorder recorder) throws IOException {
        try (var wire = Wire.open(member, PATIENCE)) {
            long before = recorder.now();
            var ticket = wire.attach(Ticket.fresh(Client.SESSION_TIMEOUT_MS), 0);
            long session = ticket.session();
            recorder.add(
                    new Event.Attached(
                            ROOT_CLIENT,
                            session,
                            before,
                            recorder.now(),
                            ticket.timeoutMs(),
                            true));
            int order = 0;
            for (var call : Grounds.preparations()) {
                long sent = recorder.now();
                var answer = wire.ask(call);
                recorder.add(
                        new Event.Operation(
                                ROOT_CLIENT, session, ++order, sent, recorder.now(), call, answer));
                if (!(answer instanceof Answer.Done)) throw new IOException(call + ": " + answer);
            }
        }
    }

    /** Ends the load: what is under way is waited for, a little, and sessions are closed. */
    @Override
    public void close() {
        stop.countDown();
        try {
            for (var thread : threads) thread.join(END_MAX_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
