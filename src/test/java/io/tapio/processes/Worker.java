package io.tapio.processes;

import io.tapio.processes.History.Outcome;
import io.tapio.processes.History.Pace;
import io.tapio.processes.History.Read;
import io.tapio.processes.History.Write;
import io.tapio.testkit.Handshake;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    private record Asked(
            int xid, Kind kind, String path, String payload, long sentNanos, long syncSentNanos) {}

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
    private final List<Read> reads = new ArrayList<>();
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

    List<Read> reads() {
        return List.copyOf(reads);
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
        var answer = client.shakeHands(handshake.withLastZxidSeen(lastZxid)).orElseThrow(Lost::new);
        if (!answer.accepted()) {
            expiredSessions.incrementAndGet();
            newSession();
            throw new Lost();
        }
        tries = 0;
        handshake =
                Handshake.Request.reattach(answer.sessionId(), answer.password())
                        .withTimeoutMs(SESSION_TIMEOUT_MS);
    }

    /** What is under way may have been done or not, and nobody will ever tell. */
    private void leave() {
        for (var asked : underWay) {
            if (writes(asked)) record(asked, asked.path, Outcome.OPEN, 0, 0);
        }
        underWay.clear();
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
        if (choice < 60) send(client, Kind.SET, path, 0);
        else if (choice < 65) send(client, Kind.SET_IN_VAIN, path, 0);
        else if (choice < 75) send(client, Kind.CREATE, sequence, 0);
        else if (choice < 90) send(client, Kind.READ, path, 0);
        else {
            long now = System.nanoTime();
            send(client, Kind.SYNC, path, 0);
            send(client, Kind.READ, path, now);
        }
    }

    private void send(RawClient client, Kind kind, String path, long syncSentNanos) {
        int xid = ++lastXid;
        var payload = number + "-" + xid;
        underWay.add(new Asked(xid, kind, path, payload, System.nanoTime(), syncSentNanos));
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
        switch (asked.kind) {
            case SET -> done(asked, asked.path, reply, reply.stat().version());
            case CREATE -> done(asked, String.valueOf(reply.path()), reply, 0);
            case SET_IN_VAIN -> record(asked, asked.path, Outcome.REFUSED, reply.zxid(), 0);
            case SYNC -> {}
            case READ -> read(asked, reply);
        }
        lastZxid = Math.max(lastZxid, reply.zxid());
    }

    private void done(Asked asked, String path, Incoming.Reply reply, int version) {
        if (reply.stat().mzxid() != reply.zxid()) throw new AssertionError(reply + " disagrees");
        record(asked, path, Outcome.DONE, reply.zxid(), version);
        acknowledged.incrementAndGet();
    }

    private void record(Asked asked, String path, Outcome outcome, long zxid, int version) {
        writes.add(
                new Write(
                        number,
                        asked.xid,
                        members.get(at).id(),
                        path,
                        asked.payload,
                        asked.sentNanos,
                        System.nanoTime(),
                        outcome,
                        zxid,
                        version));
    }

    private void read(Asked asked, Incoming.Reply reply) {
        reads.add(
                new Read(
                        number,
                        asked.path,
                        reply.data().asText(),
                        reply.stat().mzxid(),
                        reply.stat().version(),
                        reply.zxid(),
                        lastZxid,
                        asked.syncSentNanos));
    }
}
