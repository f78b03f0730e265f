package io.tapio.testkit.sim.full;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.state.SessionPassword;
import io.tapio.wire.ConnectRequest;
import io.tapio.wire.ConnectResponse;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client as the libraries are: keeps a session alive, asks without waiting, sets its watches
 * again when it has moved, and looks for another server when its own is silent.
 */
public final class SimClient {
    private static final int SET_WATCHES_XID = -8;
    private static final int PING_XID = -2;
    private static final int EVENT_XID = -1;
    private static final int CONNECT_TIMEOUT_US = 1_500_000;

    private final int number;
    private final Simulation world;
    private final int timeoutMs;
    private final Set<ServerId> unreachable = new HashSet<>();
    private final Deque<Ask> asked = new ArrayDeque<>();
    private final Watching watching = new Watching();
    private final Deque<Runnable> unread = new ArrayDeque<>();
    private SessionId session = SessionId.NONE;
    private @Nullable ClientWire wire;
    private boolean connected;
    private boolean closing;
    private boolean asleep;
    private boolean catchingUp; // until its watches are set again
    private int xid;
    private long lastSeen;
    private long lastHeardUs;
    private long lastSentUs;
    private long heardByServersUs; // a request sent then was answered
    private long connectedSinceUs;

    SimClient(int number, Simulation world, int timeoutMs) {
        this.number = number;
        this.world = world;
        this.timeoutMs = timeoutMs;
    }

    public int number() {
        return number;
    }

    public SessionId session() {
        return session;
    }

    public int timeoutMs() {
        return timeoutMs;
    }

    public long lastSeen() {
        return lastSeen;
    }

    public Watching watching() {
        return watching;
    }

    public boolean isCatchingUp() {
        return catchingUp;
    }

    /** When it sent the last request that was answered. */
    public long heardByServersUs() {
        return heardByServersUs;
    }

    public boolean isConnected() {
        return connected;
    }

    public boolean isAsleep() {
        return asleep;
    }

    boolean isReady() {
        return connected && !asleep && !closing;
    }

    boolean isAt(Server server) {
        return wire != null && wire.server() == server;
    }

    int waiting() {
        return asked.size();
    }

    boolean canReach(ServerId server) {
        return !unreachable.contains(server);
    }

    void cutOff(ServerId server) {
        unreachable.add(server);
    }

    void reachAll() {
        unreachable.clear();
    }

    /** Says nothing and hears nothing for a while, and does not hang up. */
    void sleep(long us) {
        if (asleep) return;
        asleep = true;
        world.agenda().in(us, this::wake);
    }

    /** Reads what has come meanwhile. */
    private void wake() {
        asleep = false;
        while (!unread.isEmpty() && !asleep) unread.remove().run();
    }

    // Connections.

    /** Looks after its connection; to be called every now and then. */
    void live() {
        if (asleep) return;
        long now = world.agenda().now();
        if (wire == null) {
            connect();
        } else if (!connected) {
            if (now - connectedSinceUs > CONNECT_TIMEOUT_US) hangUp("no answer");
        } else if (now - lastHeardUs > timeoutMs * 1000L * 2 / 3) {
            hangUp("silent");
        } else if (now - lastSentUs > timeoutMs * 1000L / 3) {
            send(PING_XID, OpCode.PING, new Request.Ping());
        }
    }

    void hangUp(String reason) {
        ClientWire old = wire;
        if (old == null) return;
        lost(old, reason);
        old.hangUp();
    }

    private void connect() {
        List<Server> servers = world.servers();
        Server to = servers.get(world.random().nextInt(servers.size()));
        if (!to.isAlive() || !canReach(to.id())) return;

        var now = new ClientWire(world, this, to);
        wire = now;
        connectedSinceUs = world.agenda().now();
        Bytes password = SessionPassword.of(session);
        var request =
                new ConnectRequest(
                        0,
                        world.meddler().lastSeen(lastSeen),
                        timeoutMs,
                        session,
                        password,
                        false,
                        true);
        var out = new JuteWriter(64);
        request.write(out);
        now.connect(out.toBytes());
    }

    void lost(ClientWire of, String reason) {
        if (wire != of) return;
        if (asleep) {
            unread.add(() -> lost(of, reason));
            return;
        }

        world.trace().mix(number * 7L + reason.hashCode());
        wire = null;
        connected = false;
        for (Ask each : asked) world.laws().unanswered(this, each);
        asked.clear();
        if (closing) forget();
    }

    private void forget() {
        world.laws().sessionOver(this, session, closing);
        session = SessionId.NONE;
        lastSeen = 0;
        xid = 0;
        closing = false;
        watching.clear();
    }

    void receive(ClientWire from, Bytes bytes) {
        if (wire != from) return;
        if (asleep) {
            unread.add(() -> receive(from, bytes));
            return;
        }
        lastHeardUs = world.agenda().now();
        var in = new JuteReader(bytes);
        while (in.remaining() > 0 && wire == from) {
            Bytes frame = in.buffer();
            if (!connected) welcome(frame);
            else hear(frame);
        }
    }

    private void welcome(Bytes frame) {
        var response = ConnectResponse.read(new JuteReader(frame));
        if (!response.isAccepted()) {
            world.laws().unknown(this);
            forget();
            hangUp("unknown");
            return;
        }
        world.trace().mix(response.session().value());
        ServerId at = wire.server().id();
        world.trace().tell(() -> "client " + number + " is let in at " + at);
        boolean fresh = session.equals(SessionId.NONE);
        session = response.session();
        connected = true;
        heardByServersUs = connectedSinceUs;
        world.laws().connected(this, wire.server(), fresh);
        if (!watching.isEmpty()) setWatchesAgain();
    }

    private void setWatchesAgain() {
        catchingUp = true;
        List<Watching.Watch> again = watching.all();
        world.trace().tell(() -> "client " + number + " sets again " + again);
        var data = new ArrayList<Bytes>();
        var exist = new ArrayList<Bytes>();
        var child = new ArrayList<Bytes>();
        for (Watching.Watch each : watching.all()) {
            (switch (each.kind()) {
                        case DATA -> data;
                        case EXIST -> exist;
                        case CHILD -> child;
                    })
                    .add(Bytes.utf8(each.path()));
        }
        send(
                SET_WATCHES_XID,
                OpCode.SET_WATCHES2,
                new Request.SetWatches(lastSeen, data, exist, child, List.of(), List.of()));
    }

    // Requests.

    void ask(int opCode, Request request, boolean watches) {
        if (opCode == OpCode.CLOSE_SESSION) closing = true;
        send(++xid, opCode, request, watches);
    }

    private void send(int as, int opCode, Request request) {
        send(as, opCode, request, false);
    }

    private void send(int as, int opCode, Request request, boolean watches) {
        var out = new JuteWriter(64);
        out.int32(as).int32(opCode);
        RequestCodec.write(request, out);
        long now = world.agenda().now();
        lastSentUs = now;
        var ask = new Ask(as, opCode, request, now, world.newestSeen(), watches);
        asked.add(ask);
        world.laws().asked(this, ask);
        wire.send(out.toBytes());
    }

    private void hear(Bytes frame) {
        ReplyReader.Header header = ReplyReader.header(new JuteReader(frame));
        world.trace().mix(header.zxid() * 31 + header.xid() * 7L + header.err());
        var reply = new Reply(header, frame);
        if (header.xid() == EVENT_XID) {
            event(header, ReplyReader.event(reply.body()));
            return;
        }
        Ask next = asked.poll();
        world.trace().tell(() -> "client " + number + " hears " + header + " to " + next);
        world.laws().answered(this, next, reply);
        heardByServersUs = Math.max(heardByServersUs, next.sentAtUs());
        if (header.zxid() > 0) lastSeen = Math.max(lastSeen, header.zxid());
        world.seen(lastSeen);
        if (next.opCode() == OpCode.SET_WATCHES2) {
            catchingUp = false;
            world.trace().tell(() -> "client " + number + " has set its watches again");
            watching.renewExist(header.zxid());
        }
        if (next.watches()) watch(next, reply);
        if (next.watches()) {
            world.trace()
                    .tell(
                            () ->
                                    "client "
                                            + number
                                            + " watches "
                                            + next.request()
                                            + " "
                                            + reply.header());
        }
        world.load().answered(this, next, reply);
    }

    private void event(ReplyReader.Header header, ReplyReader.Event event) {
        String path = event.path().toString();
        int fired = watching.fire(event.type(), path);
        world.trace().tell(() -> "client " + number + " hears of " + path + " " + event.type());
        world.laws().event(this, event.type(), path, header.zxid(), fired);
        // An event is not all of its entry: what was seen counts by replies, as in the libraries.
    }

    private void watch(Ask ask, Reply reply) {
        long zxid = reply.header().zxid();
        switch (ask.request()) {
            case Request.GetData(Bytes path, boolean on) -> {
                if (reply.isOk()) watching.set(Watching.Kind.DATA, path.toString(), zxid);
            }
            case Request.Exists(Bytes path, boolean on) ->
                    watching.set(
                            reply.isOk() ? Watching.Kind.DATA : Watching.Kind.EXIST,
                            path.toString(),
                            zxid);
            case Request.GetChildren(Bytes path, boolean on) -> {
                if (reply.isOk()) watching.set(Watching.Kind.CHILD, path.toString(), zxid);
            }
            default -> {}
        }
    }

    @Override
    public String toString() {
        return "client %d, session %s, %s, waits for %d"
                .formatted(
                        number,
                        session,
                        asleep ? "asleep" : connected ? "at " + wire.server().id() : "looks",
                        asked.size());
    }
}
