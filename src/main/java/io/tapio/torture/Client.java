package io.tapio.torture;

import io.tapio.torture.Frames.Heard;
import io.tapio.torture.Frames.Ticket;
import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Event;
import io.tapio.torture.history.Event.Operation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One client with a few calls under way. When its member is silent, gone or turns it away, it takes
 * its session to another one; when its session is no more, it takes a new one. Everything is
 * recorded.
 */
final class Client implements Runnable {
    static final int SESSION_TIMEOUT_MS = 6_000;

    private static final int UNDER_WAY = 4;
    private static final int BETWEEN_TRIES_MS = 50;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private record Asked(int order, long sent, Call call) {}

    private final int number;
    private final List<InetSocketAddress> members;
    private final Recorder recorder;
    private final Habits habits;
    private final RandomGenerator random;
    private final CountDownLatch stop;
    private final int paceMs;
    private final Deque<Asked> underWay = new ArrayDeque<>();
    private Ticket ticket = Ticket.fresh(SESSION_TIMEOUT_MS);
    private long lastZxid;
    private int lastOrder;
    private int at;

    Client(
            int number,
            List<InetSocketAddress> members,
            Recorder recorder,
            RandomGenerator random,
            CountDownLatch stop,
            int paceMs) {
        this.number = number;
        this.members = members;
        this.recorder = recorder;
        this.random = random;
        this.habits = new Habits(number, random);
        this.stop = stop;
        this.paceMs = paceMs;
        this.at = number % members.size();
    }

    @Override
    public void run() {
        try {
            while (stop.getCount() > 0) {
                visit();
                if (stop.await(BETWEEN_TRIES_MS, TimeUnit.MILLISECONDS)) break;
            }
            leaveForGood();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stays with one member as long as that serves. */
    private void visit() throws InterruptedException {
        try (var wire = Wire.open(members.get(at), PATIENCE)) {
            if (attach(wire)) work(wire);
        } catch (IOException gone) {
            at = random.nextInt(members.size());
        }
    }

    private boolean attach(Wire wire) throws IOException {
        long sent = recorder.now();
        boolean fresh = ticket.session() == 0;
        var granted = wire.attach(ticket, lastZxid);
        if (!granted.isValid()) {
            recorder.add(new Event.Expired(number, ticket.session(), sent, recorder.now()));
            renew();
            return false;
        }
        ticket = granted;
        recorder.add(
                new Event.Attached(
                        number,
                        ticket.session(),
                        sent,
                        recorder.now(),
                        granted.timeoutMs(),
                        fresh));
        return true;
    }

    private void renew() {
        ticket = Ticket.fresh(SESSION_TIMEOUT_MS);
        lastZxid = 0;
        habits.forget();
    }

    private void work(Wire wire) throws IOException, InterruptedException {
        try {
            while (stop.getCount() > 0) {
                if (habits.wantsToMove()) {
                    at = random.nextInt(members.size());
                    return;
                }
                for (var call : habits.next()) ask(wire, call);
                while (underWay.size() >= UNDER_WAY) hear(wire);
                listen(wire);
                if (ticket.session() == 0) return; // it was closed
            }
            while (!underWay.isEmpty()) hear(wire);
        } finally {
            giveUp();
        }
    }

    /** Hears what comes until it is time for the next call. */
    private void listen(Wire wire) throws IOException {
        long end = System.nanoTime() + paceMs * NANOS_PER_MS;
        for (long left = paceMs * NANOS_PER_MS; left > 0; left = end - System.nanoTime()) {
            int ms = (int) Math.max(1, left / NANOS_PER_MS);
            if (wire.hasNews(ms)) hear(wire);
        }
    }

    private void ask(Wire wire, Call call) throws IOException {
        underWay.add(new Asked(++lastOrder, recorder.now(), call));
        wire.send(call);
        if (!(call instanceof Call.Close)) return;
        while (!underWay.isEmpty()) hear(wire);
        renew();
    }

    private void hear(Wire wire) throws IOException {
        switch (wire.hear()) {
            case Heard.Fired e ->
                    recorder.add(
                            new Event.Fired(
                                    number,
                                    ticket.session(),
                                    recorder.now(),
                                    e.change(),
                                    e.path(),
                                    e.zxid()));
            case Heard.Answered e -> {
                var asked = underWay.remove();
                var op = record(asked, e.answer());
                lastZxid = Math.max(lastZxid, op.zxid());
                habits.learn(asked.call, e.answer());
            }
        }
    }

    private Operation record(Asked asked, Answer answer) {
        var op =
                new Operation(
                        number,
                        ticket.session(),
                        asked.order,
                        asked.sent,
                        recorder.now(),
                        asked.call,
                        answer);
        recorder.add(op);
        return op;
    }

    /** What is under way may be done or not, and nobody will ever tell. */
    private void giveUp() {
        for (var asked : underWay) record(asked, new Answer.Lost());
        underWay.clear();
        if (ticket.session() == 0) return;
        recorder.add(new Event.Detached(number, ticket.session(), recorder.now()));
    }

    /** Closes the session, so that nothing of it is left; somebody will take the close. */
    private void leaveForGood() {
        for (int i = 0; i < members.size() && ticket.session() != 0; i++) {
            try (var wire = Wire.open(members.get((at + i) % members.size()), PATIENCE)) {
                if (!attach(wire)) return;
                try {
                    ask(wire, new Call.Close());
                } finally {
                    giveUp();
                }
            } catch (IOException gone) {
                // the next one may be better
            }
        }
    }
}
