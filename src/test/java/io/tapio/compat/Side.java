package io.tapio.compat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.ServerUnderTest;
import io.tapio.testkit.WireReader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One of the two servers with all clients of a random session. It makes each step and tells what
 * was seen, after every client has been heard out: an answer brings everything before it. Every
 * connection goes to another member than the one before, if there are several.
 */
final class Side implements AutoCloseable {
    private static final long NEVER_A_SESSION = 0x0f00_0000_0000_0001L;

    private final List<InetSocketAddress> doors;
    private final RawRequest lastQuestion;
    private final List<Client> clients;
    private final Description description = new Description();
    private final List<String> lines = new ArrayList<>();
    private final List<Incoming.Reply> replies = new ArrayList<>();
    private int connections;

    enum Attachment {
        NO_SESSION,
        ATTACHED,
        DETACHED
    }

    /** What a step brought: the comparable lines, and the replies to its requests in order. */
    record Seen(List<String> lines, List<Incoming.Reply> replies) {

        boolean broken() {
            return lines.stream().anyMatch(line -> line.startsWith("broken"));
        }
    }

    private static final class Client {
        final String name;
        @Nullable RawClient connection;
        Handshake.@Nullable Response session;
        Handshake.@Nullable Response closedSession;
        long lastZxid;

        Client(String name) {
            this.name = name;
        }

        RawClient connection() {
            return Objects.requireNonNull(connection, name + " is not attached");
        }

        Handshake.Request again() {
            Handshake.Response known = Objects.requireNonNull(session);
            return Side.again(known, known.password()).withLastZxidSeen(lastZxid);
        }

        void drop() {
            if (connection == null) return;

            lastZxid = Math.max(lastZxid, connection.lastZxid());
            connection.close();
            connection = null;
        }
    }

    /** The last question is what clients are heard out with. */
    Side(ServerUnderTest server, int clientCount, RawRequest lastQuestion) {
        this.doors = server.addresses();
        this.lastQuestion = lastQuestion;
        this.clients =
                IntStream.range(0, clientCount).mapToObj(i -> new Client("client " + i)).toList();
    }

    Attachment attachment(int client) {
        Client c = clients.get(client);
        if (c.session == null) return Attachment.NO_SESSION;
        return c.connection == null ? Attachment.DETACHED : Attachment.ATTACHED;
    }

    /** Makes the step. A server that falls silent or babbles is reported in a line of its own. */
    Seen make(Step step) {
        lines.clear();
        replies.clear();
        try {
            act(step, clients.get(step.client()));
            clients.forEach(this::ask);
            clients.forEach(this::hearOut);
        } catch (AssertionError | WireReader.Malformed e) {
            lines.add("broken: " + e.getMessage());
        }
        // A session's ephemeral nodes go in any order, and so do the events about them.
        List<String> seen = step instanceof Step.Close ? lines.stream().sorted().toList() : lines;
        return new Seen(List.copyOf(seen), List.copyOf(replies));
    }

    private void act(Step step, Client c) {
        switch (step) {
            case Step.Open s -> {
                attach(
                        c,
                        Handshake.Request.fresh()
                                .withTimeoutMs(s.timeoutMs())
                                .withReadOnly(s.readOnly()));
                if (!description.counts()) description.countFrom(c.connection().ping().zxid());
            }
            case Step.Detach s -> c.drop();
            case Step.Attach s -> attach(c, c.again());
            case Step.Steal s -> steal(c);
            case Step.Intrude s -> intrude(s.way(), c);
            case Step.Call s -> call(c, s.requests());
            case Step.Offend s -> {
                send(c, s.request());
                c.connection().awaitClose();
            }
            case Step.Break s -> {
                c.connection().sendBytes(s.bytes().bytes());
                c.connection().awaitClose();
            }
            case Step.Close s -> {
                send(c, RawRequest.closeSession());
                c.connection().awaitClose();
                c.closedSession = c.session;
                c.session = null;
            }
        }
    }

    /** A member that has not seen yet what the client has seen hangs up; the next one may have. */
    private void attach(Client c, Handshake.Request request) {
        RawClient connection = RawClient.open(nextDoor());
        Optional<Handshake.Response> response = connection.shakeHands(request);
        for (int tried = 1; response.isEmpty() && tried < doors.size(); tried++) {
            connection.close();
            connection = RawClient.open(nextDoor());
            response = connection.shakeHands(request);
        }
        lines.add(c.name + " < " + describe(response));
        if (response.isPresent() && response.get().accepted()) {
            c.connection = connection;
            c.session = response.get();
            c.lastZxid = request.lastZxidSeen();
        } else {
            connection.close();
            c.connection = null;
            c.session = null;
        }
    }

    private InetSocketAddress nextDoor() {
        return doors.get(connections++ % doors.size());
    }

    private void steal(Client c) {
        RawClient robbed = c.connection();
        c.lastZxid = Math.max(c.lastZxid, robbed.lastZxid());
        attach(c, c.again());
        robbed.awaitClose();
        tell("robbed " + c.name, robbed);
        robbed.close();
    }

    private void intrude(Step.Intrude.Way way, Client c) {
        Optional<Handshake.Request> request =
                switch (way) {
                    case WRONG_PASSWORD ->
                            Optional.ofNullable(c.session).map(s -> again(s, Octets.zeros(16)));
                    case CLOSED_SESSION ->
                            Optional.ofNullable(c.closedSession).map(s -> again(s, s.password()));
                    case UNKNOWN_SESSION ->
                            Optional.of(
                                    Handshake.Request.reattach(NEVER_A_SESSION, Octets.zeros(16)));
                    case FROM_THE_FUTURE ->
                            Optional.of(Handshake.Request.fresh().withLastZxidSeen(Long.MAX_VALUE));
                };
        request.ifPresent(this::tryInVain);
    }

    private static Handshake.Request again(Handshake.Response session, Octets password) {
        return Handshake.Request.reattach(session.sessionId(), password);
    }

    private void tryInVain(Handshake.Request request) {
        try (RawClient intruder = RawClient.open(nextDoor())) {
            lines.add("intruder < " + describe(intruder.shakeHands(request)));
            intruder.awaitClose();
            tell("intruder", intruder);
        }
    }

    private void call(Client c, List<RawRequest> requests) {
        requests.forEach(request -> send(c, request));
        while (replies.size() < requests.size()) {
            switch (c.connection().next()) {
                case Incoming.Reply reply -> replies.add(reply);
                case Incoming.Event event -> {}
                case Incoming.Closed closed -> {
                    return;
                }
            }
        }
    }

    /** The zxid of setWatches is relative in a step; it becomes one of this server here. */
    private void send(Client c, RawRequest request) {
        c.connection()
                .send(
                        request instanceof RawRequest.SetWatches w
                                ? new RawRequest.SetWatches(
                                        w.opcode(),
                                        description.absolute(w.relativeZxid()),
                                        w.lists())
                                : request);
    }

    private void ask(Client c) {
        if (c.connection != null && !c.connection.closedByServer()) {
            c.connection.send(lastQuestion);
        }
    }

    private void hearOut(Client c) {
        if (c.connection == null) return;

        boolean heard = c.connection.closedByServer();
        while (!heard) {
            heard =
                    switch (c.connection.next()) {
                        case Incoming.Reply reply -> c.connection.allAnswered();
                        case Incoming.Event event -> false;
                        case Incoming.Closed closed -> true;
                    };
        }
        tell(c.name, c.connection);
        if (c.connection.closedByServer()) c.drop();
    }

    private void tell(String who, RawClient connection) {
        for (Incoming incoming : connection.takeTranscript()) {
            lines.add(who + " < " + description.of(incoming));
        }
    }

    private String describe(Optional<Handshake.Response> response) {
        response.filter(Handshake.Response::accepted)
                .ifPresent(r -> description.named(r.sessionId()));
        return response.map(description::of).orElse("closed");
    }

    @Override
    public void close() {
        clients.forEach(Client::drop);
    }
}
