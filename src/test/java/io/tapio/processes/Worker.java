package io.tapio.processes;

import io.tapio.processes.History.Outcome;
import io.tapio.processes.History.Pace;
import io.tapio.processes.History.Write;
import io.tapio.testkit.Handshake;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Event;
import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Result;
import io.tapio.torture.history.Stat;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client of a history, with a few requests under way. When its member turns it away, it tries
 * again for a while, since that member may be looking for a leader; when its member is silent or
 * gone, it takes its session to the next one, as standard clients do, only without their pauses.
 */
final class Worker implements Callable<Void> {
    private static final int UNDER_WAY = 4;
    private static final int NO_SUCH_VERSION = 1_000_000_000;
    private static final int BAD_VERSION = -103;
    private static final int SEQUENTIAL = 2;
    private static final int SESSION_TIMEOUT_MS = 30_000;
    private static final int STAY_MEAN = 400; // requests
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int TRIES_MAX = 50;
    private static final long TRIES_MAX_NANOS = 1_000_000_000;
    private static final int BETWEEN_TRIES_MS = 20;

    /** A request under way; its payload is empty when it reads. */
    private record Asked(int xid, Kind kind, String path, String payload, long sentNanos) {

        Call call() {
            return switch (kind) {
                case SET -> new Call.SetData(path, payload, Call.ANY);
                case SET_IN_VAIN -> new Call.SetData(path, payload, NO_SUCH_VERSION);
                case CREATE -> new Call.Create(path + "/n-", payload, Call.Mode.SEQUENTIAL);
                case SYNC -> new Call.Sync(path);
                case READ -> new Call.GetData(path, false);
            };
        }
    }

    private enum Kind {
        SET,
        SET_IN_VAIN,
        CREATE,
        SYNC,
        READ
    }

    /** The member has closed the connection, or we leave it. */
    private static final class Lost extends Exception {}

    private final int number;
    private final List<MemberProcess> members;
    private final List<String> registers;
    private final String sequence;
    private final Pace pace;
    private final boolean roams;
    private final Random random;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger expiredSessions = new AtomicInteger();
    private final List<Write> writes = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Deque<Asked> underWay = new ArrayDeque<>();

    private Handshake.Request handshake = Handshake.Request.fresh();
    private int at;
    private int tries;
    private long firstTryNanos;
    private int lastXid;
    private long lastZxid;

    Worker(int number, List<MemberProcess> members, History.Nodes nodes, Pace pace, boolean roams) {
        this.number = number;
        this.members = members;
        this.registers = nodes.registers();
        this.sequence = nodes.sequence();
        this.pace = pace;
        this.roams = roams;
        this.random = new Random(number);
        this.at = number;
        newSession();
    }

    private void newSession() {
        handshake = Handshake.Request.fresh().withTimeoutMs(SESSION_TIMEOUT_MS);
        lastZxid = 0;
    }

    void stop() {
        stop.countDown();
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int expiredSessions() {
        return expiredSessions.get();
    }

    /** Complete once the worker has ended. */
    List<Write> writes() {
        return List.copyOf(writes);
    }

    /** All that it asked and was told. */
    List<Event> events() {
        return List.copyOf(events);
    }

    @Override
    public Void call() throws InterruptedException {
        while (stop.getCount() > 0) {
            try (var client = RawClient.open(members.get(at).address(), PATIENCE)) {
                attach(client);
                work(client);
                return null;
            } catch (Lost turnedAway) {
                leave();
                if (hasTriedEnough()) moveOn();
            } catch (RawClient.Silence | UncheckedIOException gone) {
                leave();
                moveOn();
            }
            stop.await(BETWEEN_TRIES_MS, TimeUnit.MILLISECONDS);
        }
        return null;
    }

    private boolean hasTriedEnough() {
        long now = System.nanoTime();
        if (tries++ == 0) firstTryNanos = now;
        return tries > TRIES_MAX || now - firstTryNanos > TRIES_MAX_NANOS;
    }

    private void attach(RawClient client) throws Lost {
        long sent = System.nanoTime();
        boolean fresh = handshake.sessionId() == 0;
        var answer = client.shakeHands(handshake.withLastZxidSeen(lastZxid)).orElseThrow(Lost::new);
        if (!answer.accepted()) {
            expiredSessions.incrementAndGet();
            long session = handshake.sessionId();
            events.add(new Event.Expired(number, session, sent, System.nanoTime()));
            newSession();
            throw new Lost();
        }
        tries = 0;
        handshake =
                Handshake.Request.reattach(answer.sessionId(), answer.password())
                        .withTimeoutMs(SESSION_TIMEOUT_MS);
        events.add(
                new Event.Attached(
                        number,
                        answer.sessionId(),
                        sent,
                        System.nanoTime(),
                        answer.timeoutMs(),
                        fresh));
    }

    /** What is under way may have been done or not, and nobody will ever tell. */
    private void leave() {
        for (var asked : underWay) {
            record(asked, new Answer.Lost(), Outcome.OPEN);
        }
        underWay.clear();
        if (handshake.sessionId() != 0) {
            events.add(new Event.Detached(number, handshake.sessionId(), System.nanoTime()));
        }
    }

    private void moveOn() {
        at = (at + 1) % members.size();
        tries = 0;
    }

    private void work(RawClient client) throws Lost, InterruptedException {
        while (stop.getCount() > 0) {
            if (roams && random.nextInt(STAY_MEAN) == 0) {
                tries = TRIES_MAX; // enough of this member
                throw new Lost();
            }
            if (underWay.size() < UNDER_WAY) ask(client);
            if (underWay.size() >= UNDER_WAY) hear(client);
            if (pace == Pace.GENTLE) stop.await(2, TimeUnit.MILLISECONDS);
        }
        while (!underWay.isEmpty()) hear(client);
        client.send(RawRequest.closeSession());
        client.awaitClose();
    }

    // ---- requests

    private void ask(RawClient client) {
        var path = registers.get(random.nextInt(registers.size()));
        int choice = random.nextInt(100);
        if (choice < 60) send(client, Kind.SET, path);
        else if (choice < 65) send(client, Kind.SET_IN_VAIN, path);
        else if (choice < 75) send(client, Kind.CREATE, sequence);
        else {
            if (choice >= 90) send(client, Kind.SYNC, path);
            send(client, Kind.READ, path);
        }
    }

    private void send(RawClient client, Kind kind, String path) {
        int xid = ++lastXid;
        var payload = number + "-" + xid;
        underWay.add(new Asked(xid, kind, path, payload, System.nanoTime()));
        client.send(xid, request(kind, path, Octets.text(payload)));
    }

    private static RawRequest request(Kind kind, String path, Octets data) {
        return switch (kind) {
            case SET -> RawRequest.setData(path, data, -1);
            case SET_IN_VAIN -> RawRequest.setData(path, data, NO_SUCH_VERSION);
            case CREATE -> RawRequest.create2(path + "/n-", data, RawAcl.OPEN, SEQUENTIAL);
            case SYNC -> RawRequest.sync(path);
            case READ -> RawRequest.getData(path, false);
        };
    }

    private static boolean writes(Asked asked) {
        return switch (asked.kind) {
            case SET, SET_IN_VAIN, CREATE -> true;
            case SYNC, READ -> false;
        };
    }

    // ---- answers

    private void hear(RawClient client) throws Lost {
        switch (client.next()) {
            case Incoming.Reply reply -> take(reply);
            case Incoming.Event event -> throw new AssertionError("nobody watches: " + event);
            case Incoming.Closed closed -> throw new Lost();
        }
    }

    private void take(Incoming.Reply reply) {
        var asked = underWay.remove();
        if (reply.xid() != asked.xid) throw new AssertionError(reply + " instead of " + asked);
        int expected = asked.kind == Kind.SET_IN_VAIN ? BAD_VERSION : 0;
        if (reply.err() != expected) throw new AssertionError(reply + " to " + asked);
        var zxid = reply.zxid();
        switch (asked.kind) {
            case SET -> done(asked, reply, new Result.Status(stat(reply)));
            case CREATE -> done(asked, reply, made(reply));
            case SET_IN_VAIN ->
                    record(asked, new Answer.Failed(zxid, BAD_VERSION, 0), Outcome.REFUSED);
            case SYNC -> record(asked, new Answer.Done(zxid, new Result.Nothing()), Outcome.DONE);
            case READ -> {
                var seen = new Result.Data(reply.data().asText(), stat(reply));
                record(asked, new Answer.Done(zxid, seen), Outcome.DONE);
            }
        }
        lastZxid = Math.max(lastZxid, zxid);
    }

    private static Result made(Incoming.Reply reply) {
        return new Result.Created(String.valueOf(reply.path()), Optional.of(stat(reply)));
    }

    private static Stat stat(Incoming.Reply reply) {
        return History.stat(reply.stat());
    }

    private void done(Asked asked, Incoming.Reply reply, Result result) {
        record(asked, new Answer.Done(reply.zxid(), result), Outcome.DONE);
        acknowledged.incrementAndGet();
    }

    private void record(Asked asked, Answer answer, Outcome outcome) {
        long now = System.nanoTime();
        events.add(
                new Operation(
                        number,
                        handshake.sessionId(),
                        asked.xid,
                        asked.sentNanos,
                        now,
                        asked.call(),
                        answer));
        if (writes(asked)) {
            writes.add(new Write(members.get(at).id(), asked.sentNanos, now, outcome));
        }
    }
}
