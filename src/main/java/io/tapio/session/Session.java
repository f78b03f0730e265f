package io.tapio.session;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthResult;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.Requester;
import io.tapio.ensemble.Member;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.model.SessionId;
import io.tapio.replica.Replica;
import io.tapio.state.Conversation;
import io.tapio.state.Delivery;
import io.tapio.state.ReadBatch;
import io.tapio.state.SessionPassword;
import io.tapio.state.Write;
import io.tapio.wire.ConnectRequest;
import io.tapio.wire.ConnectResponse;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyWriter;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One client's conversation on one connection, from the handshake to the end of the connection.
 *
 * <p>Sorts requests into runs of reads and runs of writes and sends both on at once; the replica
 * keeps their order. Only authentication is answered here, ahead of what is in flight, as the
 * protocol wants.
 */
public final class Session extends AbstractMatchingBehavior<Session.Command> {

    public sealed interface Command {}

    /** Complete frames from the client. */
    record Received(Frames frames) implements Command {}

    /** The connection is gone. */
    record LinkDown() implements Command {}

    /** Something for the client. */
    record Delivered(Delivery delivery) implements Command {}

    /** The rooms a session talks to, alike for all sessions. */
    public record House(
            ActorRef<Replica.Command> replica,
            ActorRef<Member.Command> member,
            AuthSchemes schemes,
            AclCheck acls,
            int minTimeoutMs,
            int maxTimeoutMs,
            int repliesMaxBytes,
            SessionFigures figures,
            LongSupplier clockMs) {
        int negotiate(int wantedMs) {
            return Math.clamp(wantedMs, minTimeoutMs, maxTimeoutMs);
        }
    }

    private static final int HEADER_BYTES = 8;
    private static final int SMALL_REPLY_BYTES = 64;
    private static final int IDENTITIES_MAX = 256;
    private static final long NO_ZXID = 0;

    private final House house;
    private final ClientLink link;
    private final ConnectRequest handshake;
    private final Conversation conversation;
    private final JuteReader in = new JuteReader(Bytes.EMPTY);
    private final Activity activity;
    private Requester requester;
    private long writesSent;
    private boolean established;
    private boolean over; // the client was told to go: what it had sent behind that is void

    /** A conversation under {@code session}: the client's own, or a fresh one if it has none. */
    static Behavior<Command> create(
            House house, ClientLink link, ConnectRequest handshake, SessionId session) {
        return Behaviors.setup(context -> new Session(context, house, link, handshake, session));
    }

    private Session(
            ActorContext<Command> context,
            House house,
            ClientLink link,
            ConnectRequest handshake,
            SessionId session) {
        super(context);
        this.house = house;
        this.link = link;
        this.handshake = handshake;
        this.requester = Requester.from(link.remote().getAddress().getHostAddress());
        ActorRef<Command> self = context.getSelf();
        this.conversation =
                new Conversation(session, delivery -> self.tell(new Delivered(delivery)));
        this.activity = new Activity(session, house.figures());
        open();
    }

    private void open() {
        if (isFresh()) {
            activity.received(1, OpCode.CREATE_SESSION, nowMs());
            var open = new Write.OpenSession(conversation, house.negotiate(handshake.timeoutMs()));
            house.replica().tell(new Replica.Open(open, handshake));
        } else {
            house.replica().tell(new Replica.Attach(conversation, handshake));
        }
    }

    private boolean isFresh() {
        return handshake.session().equals(SessionId.NONE);
    }

    private long nowMs() {
        return house.clockMs().getAsLong();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        try {
            return carryOut(command);
        } catch (RuntimeException ourMistake) {
            // This connection cannot go on, all others can.
            house.replica().tell(new Replica.Detach(conversation));
            link.close("its session failed");
            throw ourMistake;
        }
    }

    private Behavior<Command> carryOut(Command command) {
        switch (command) {
            case Received(Frames frames) -> onFrames(frames);
            case Delivered(Delivery delivery) -> {
                return onDelivery(delivery);
            }
            case LinkDown down -> {
                house.replica().tell(new Replica.Detach(conversation));
                return Behaviors.stopped();
            }
        }
        return this;
    }

    private void onFrames(Frames frames) {
        if (over) return;

        activity.received(frames.count(), opCode(frames, frames.count() - 1), nowMs());
        int runStart = 0;
        boolean writes = false;
        for (int i = 0; i < frames.count(); i++) {
            int opCode = opCode(frames, i);
            boolean own = opCode == OpCode.AUTH || opCode == OpCode.SASL;
            if (!own && !house.schemes().isEnough(requester)) {
                if (i > runStart) send(frames, runStart, i, writes);
                turnAway(frames, i);
                return;
            }
            boolean write = OpCode.isWrite(opCode) && OpCode.isKnown(opCode);
            if (i > runStart && (own || write != writes)) {
                send(frames, runStart, i, writes);
                runStart = i;
            }
            writes = write;
            if (own) {
                answerHere(frames, i, opCode);
                if (over) return;
                runStart = i + 1;
            }
        }
        if (runStart < frames.count()) send(frames, runStart, frames.count(), writes);
    }

    /** The opcode of a frame; one too short to have any reads as none that is known. */
    private static int opCode(Frames frames, int i) {
        if (frames.length(i) < HEADER_BYTES) return OpCode.ERROR;

        return frames.int32(i, HEADER_BYTES / 2);
    }

    private void send(Frames frames, int from, int to, boolean writes) {
        if (writes) {
            writesSent += (long) to - from;
            house.member()
                    .tell(
                            new Member.Submit(
                                    new Write.Requests(conversation, requester, frames, from, to)));
        } else {
            house.replica()
                    .tell(
                            new Replica.Reads(
                                    new ReadBatch(
                                            conversation,
                                            requester,
                                            frames,
                                            from,
                                            to,
                                            writesSent,
                                            house.repliesMaxBytes())));
        }
    }

    /** A client that must log in first, and has not, is told so and leaves. */
    private void turnAway(Frames frames, int i) {
        var out = new JuteWriter(SMALL_REPLY_BYTES);
        int xid = frames.length(i) < HEADER_BYTES ? 0 : frames.int32(i, 0);
        ReplyWriter.headerOnly(out, xid, NO_ZXID, KeeperError.SESSION_CLOSED_REQUIRE_AUTH);
        link.send(out.seal(), 1);
        link.closeAfterFlush();
        over = true;
    }

    private void answerHere(Frames frames, int i, int opCode) {
        in.reset(frames.array(), frames.start(i), frames.end(i));
        int xid = in.int32();
        in.int32(); // the opcode, known already
        var out = new JuteWriter(SMALL_REPLY_BYTES);
        KeeperError error = KeeperError.OK;
        try {
            switch (RequestCodec.read(opCode, in)) {
                case Request.Auth auth -> error = authenticate(auth);
                case Request.Sasl sasl -> {
                    // A server without SASL answers with no token, and the client goes on without.
                    int mark = ReplyWriter.begin(out, xid, NO_ZXID);
                    out.buffer(Bytes.ABSENT);
                    ReplyWriter.end(out, mark);
                }
                default -> error = KeeperError.MARSHALLING_ERROR;
            }
        } catch (MalformedInput malformed) {
            error = KeeperError.MARSHALLING_ERROR;
        }
        if (opCode == OpCode.AUTH || error != KeeperError.OK) {
            ReplyWriter.headerOnly(out, xid, NO_ZXID, error);
        }
        activity.answeredAside(nowMs());
        link.send(out.seal(), 1);
        if (error != KeeperError.AUTH_FAILED) return;

        link.closeAfterFlush();
        over = true;
    }

    private KeeperError authenticate(Request.Auth auth) {
        return switch (house.schemes().authenticate(auth.scheme(), auth.credential())) {
            case AuthResult.Added added -> {
                requester = requester.with(added.identities());
                // Every access list is held against all of them.
                yield requester.identities().size() > IDENTITIES_MAX
                        ? KeeperError.AUTH_FAILED
                        : KeeperError.OK;
            }
            case AuthResult.NothingToAdd nothing -> KeeperError.OK;
            case AuthResult.Failed failed -> {
                house.figures().authFailed();
                yield KeeperError.AUTH_FAILED;
            }
            case AuthResult.CloseSilently close -> {
                link.close("names another ensemble");
                yield KeeperError.AUTH_FAILED;
            }
        };
    }

    private Behavior<Command> onDelivery(Delivery delivery) {
        switch (delivery) {
            case Delivery.Answers answers -> {
                activity.answered(answers.answered(), answers.frames(), nowMs());
                link.send(answers.frames(), answers.answered());
                if (answers.hangUp()) link.closeAfterFlush();
            }
            case Delivery.Event event -> {
                if (house.acls().may(requester, Perm.READ, event.acl()))
                    link.send(event.frame(), 0);
            }
            case Delivery.Opened(int timeoutMs) -> welcome(timeoutMs, false);
            case Delivery.OpenedToRead(int timeoutMs) -> welcome(timeoutMs, true);
            case Delivery.Unknown unknown -> {
                reply(ConnectResponse.refused(handshake.hasReadOnlyFlag()));
                link.closeAfterFlush();
                return Behaviors.stopped();
            }
            case Delivery.Ahead ahead -> {
                link.close("has seen a later state than this server");
                return Behaviors.stopped();
            }
            case Delivery.NoRoom none -> {
                link.close("the disk has no room for one more session");
                return Behaviors.stopped();
            }
            case Delivery.Ended ended -> link.close("session expired");
            case Delivery.Lost lost -> {
                link.close("this server has no leader");
                // Before it is established, a link says nothing of its end.
                return established ? this : Behaviors.stopped();
            }
            case Delivery.Moved moved -> link.close("session moved to another connection");
        }
        return this;
    }

    private void welcome(int timeoutMs, boolean readOnly) {
        if (isFresh()) activity.opened(nowMs());
        reply(accepted(timeoutMs, readOnly));
        established = true;
        link.established(new LinkListener(getContext().getSelf(), activity), timeoutMs);
    }

    private ConnectResponse accepted(int timeoutMs, boolean readOnly) {
        SessionId session = conversation.session();
        return ConnectResponse.accepted(
                timeoutMs,
                session,
                SessionPassword.of(session),
                readOnly,
                handshake.hasReadOnlyFlag());
    }

    private void reply(ConnectResponse response) {
        var out = new JuteWriter(SMALL_REPLY_BYTES);
        response.write(out);
        link.send(out.seal(), 0); // the handshake is none of the requests that are counted
    }

    /** Turns what the link says into messages. */
    private record LinkListener(ActorRef<Command> self, SessionView view)
            implements ClientLink.Listener, SessionView.Holder {
        @Override
        public void frames(Frames frames) {
            self.tell(new Received(frames));
        }

        @Override
        public void down() {
            self.tell(new LinkDown());
        }
    }
}
