package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.auth.Requester;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.wire.ConnectRequest;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A client of a {@link Flock} that pipelines requests and goes on at another member now and then.
 */
final class Roamer {
    private static final int TIMEOUT_MS = 10_000;

    private final Flock flock;
    private final Heard heard;
    final SessionId session;
    Connection now;
    boolean exists; // for all it knows
    boolean closing;
    boolean readsOnly; // if there is nothing better
    private int xid;
    private long lastSeen;

    /** What clients are told, to be held against a single server. */
    interface Heard {
        void sent(SessionId session, int xid, Bytes frame);

        void answered(
                SessionId session, int xid, int opCode, ReplyReader.Header header, Bytes frame);
    }

    private record Asked(int xid, int opCode, long floor) {}

    Roamer(Flock flock, Heard heard, SessionId session, Flock.Site at) {
        this(flock, heard, session, at, false);
    }

    Roamer(Flock flock, Heard heard, SessionId session, Flock.Site at, boolean readsOnly) {
        this.flock = flock;
        this.heard = heard;
        this.session = session;
        this.readsOnly = readsOnly;
        now = new Connection(at);
        now.open();
    }

    /** Goes on with the session at that member; the old connection may be closed, or just left. */
    void moveTo(Flock.Site at, boolean closes) {
        if (closes) now.hangUp();
        now = new Connection(at);
        now.attach();
    }

    /** One connection, with what it waits for. */
    final class Connection {
        final Flock.Site at;
        final Conversation conversation;
        final Deque<Asked> asked = new ArrayDeque<>();
        boolean open;
        boolean readOnly;
        boolean gone;
        private long writesSent;
        private long last;

        Connection(Flock.Site at) {
            this.at = at;
            conversation = new Conversation(session, this::hear);
        }

        void open() {
            var open = new Write.OpenSession(conversation, TIMEOUT_MS);
            if (!at.machine.open(open, request(SessionId.NONE))) submit(open);
            at.pump();
        }

        private ConnectRequest request(SessionId as) {
            Bytes password = SessionPassword.of(as);
            return new ConnectRequest(0, lastSeen, TIMEOUT_MS, as, password, readsOnly, true);
        }

        void attach() {
            at.machine.attach(conversation, request(session));
            at.pump();
        }

        /** Writes come to the state machine a longer way than all else. */
        private void submit(Write write) {
            flock.links
                    .computeIfAbsent("submit" + at, w -> new ArrayDeque<>())
                    .add(
                            () -> {
                                at.machine.write(write, Flock.NOW_MS);
                                at.pump();
                            });
        }

        void hangUp() {
            gone = true;
            at.machine.detach(conversation);
            at.pump();
        }

        void send(int opCode, Request request) {
            sendTo(
                    opCode,
                    request,
                    batch -> {
                        at.machine.read(batch);
                        at.pump();
                    });
        }

        /** As {@link #send}, but what is to be read goes there. */
        void sendTo(int opCode, Request request, Consumer<ReadBatch> reader) {
            var out = new JuteWriter(64);
            out.int32(++xid).int32(opCode);
            RequestCodec.write(request, out);
            Bytes frame = out.toBytes();
            heard.sent(session, xid, frame);
            asked.add(new Asked(xid, opCode, opCode == OpCode.SYNC ? flock.newestSeen : 0));
            var frames = new Frames(frame.toArray());
            frames.add(0, frame.length());
            var from = Requester.from("127.0.0.1");
            if (OpCode.isWrite(opCode)) {
                writesSent++;
                closing |= opCode == OpCode.CLOSE_SESSION;
                submit(new Write.Requests(conversation, from, frames, 0, 1));
            } else {
                reader.accept(
                        new ReadBatch(conversation, from, frames, 0, 1, writesSent, 64 << 20));
            }
        }

        private void hear(Delivery delivery) {
            switch (delivery) {
                case Delivery.OpenedToRead guest -> {
                    open = true;
                    readOnly = true;
                }
                case Delivery.Opened opened -> {
                    open = true;
                    exists = true;
                }
                case Delivery.Answers answers -> {
                    House.framesIn(answers.frames()).forEach(this::hear);
                    gone |= answers.hangUp();
                }
                case Delivery.Unknown unknown -> {
                    boolean mayBe = closing || !exists || flock.rules.local();
                    assertThat(mayBe).as("a session that lives is known").isTrue();
                    gone = true;
                    closing = true; // in effect
                }
                case Delivery.Ended ended -> gone = true;
                case Delivery.Ahead ahead -> gone = true;
                case Delivery.NoRoom full -> gone = true;
                case Delivery.Lost lost -> gone = true;
                case Delivery.Moved moved -> {
                    assertThat(this).isNotSameAs(now);
                    gone = true;
                }
                case Delivery.Event event -> {}
            }
        }

        private void hear(Bytes frame) {
            var header = ReplyReader.header(new JuteReader(frame));
            Asked next = asked.remove();
            assertThat(header.xid()).isEqualTo(next.xid());
            boolean localClose = flock.rules.local() && next.opCode() == OpCode.CLOSE_SESSION;
            boolean entry =
                    OpCode.isWrite(next.opCode())
                            && !localClose
                            && !readOnly
                            && header.err() != KeeperError.SYSTEM_ERROR.code();
            if (entry) assertThat(header.zxid()).isGreaterThan(last);
            assertThat(header.zxid()).isGreaterThanOrEqualTo(Math.max(last, next.floor()));
            last = header.zxid();
            flock.newestSeen = Math.max(flock.newestSeen, last);
            if (this == now) lastSeen = Math.max(lastSeen, last);
            if (!localClose) heard.answered(session, next.xid(), next.opCode(), header, frame);
        }
    }
}
