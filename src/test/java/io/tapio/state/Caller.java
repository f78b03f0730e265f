package io.tapio.state;

import io.tapio.auth.Requester;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.ArrayList;
import java.util.List;

/** A client of a {@link House}: sends requests as a session would, and keeps what it is told. */
final class Caller {
    final Conversation conversation;
    final List<Delivery> deliveries = new ArrayList<>();
    Requester requester;
    private final House house;
    private int xid;
    private long writesSent;

    Caller(House house, SessionId session, Requester requester) {
        this.house = house;
        this.requester = requester;
        this.conversation = new Conversation(session, deliveries::add);
    }

    SessionId session() {
        return conversation.session();
    }

    int create(String path, int flags) {
        return create(OpCode.CREATE, path, flags);
    }

    int create(int opCode, String path, int flags) {
        return send(opCode, new Request.Create(bytes(path), Bytes.EMPTY, Acl.OPEN, flags));
    }

    int delete(String path) {
        return send(OpCode.DELETE, new Request.Delete(bytes(path), -1));
    }

    int set(String path, String data, int version) {
        return send(OpCode.SET_DATA, new Request.SetData(bytes(path), bytes(data), version));
    }

    int get(String path) {
        return send(OpCode.GET_DATA, new Request.GetData(bytes(path), false));
    }

    int multi(Request.Op... ops) {
        return send(OpCode.MULTI, new Request.Multi(List.of(ops)));
    }

    int close() {
        return send(OpCode.CLOSE_SESSION, new Request.CloseSession());
    }

    /** Sends one request, which is not proposed or committed yet; its xid. */
    int send(int opCode, Request request) {
        var out = new JuteWriter(64);
        out.int32(++xid).int32(opCode);
        RequestCodec.write(request, out);
        sendRaw(opCode, out.seal());
        return xid;
    }

    /** Sends the bytes of a frame as they are. */
    void sendRaw(int opCode, Bytes frame) {
        byte[] array = frame.toArray();
        var frames = new Frames(array);
        frames.add(0, array.length);
        if (OpCode.isWrite(opCode)) {
            writesSent++;
            house.machine.write(
                    new Write.Requests(conversation, requester, frames, 0, 1), house.nowMs);
        } else {
            house.machine.read(
                    new ReadBatch(
                            conversation,
                            requester,
                            frames,
                            0,
                            1,
                            writesSent,
                            house.repliesMaxBytes));
        }
        house.deliver();
    }

    /** The error code of a request that is carried out at once. */
    KeeperError errorOf(int opCode, Request request) {
        send(opCode, request);
        return settledError();
    }

    /** Lets everything in flight commit; the error code of the last reply. */
    KeeperError settledError() {
        house.settle();
        return KeeperError.ofCode(takeReplies().getLast().header().err());
    }

    void detach() {
        house.machine.detach(conversation);
        house.deliver();
    }

    /** A reply frame: its header, and a reader that stands at its body. */
    record Reply(ReplyReader.Header header, JuteReader body, Bytes frame) {}

    /** The replies and events since the last call. */
    List<Reply> takeReplies() {
        var replies = new ArrayList<Reply>();
        for (Delivery delivery : takeDeliveries()) {
            if (!(delivery instanceof Delivery.Answers answers)) continue;
            for (Bytes frame : House.framesIn(answers.frames())) {
                var in = new JuteReader(frame);
                replies.add(new Reply(ReplyReader.header(in), in, frame));
            }
        }
        return replies;
    }

    List<Delivery> takeDeliveries() {
        var taken = List.copyOf(deliveries);
        deliveries.clear();
        return taken;
    }

    /** {@code xid:error} of the replies since the last call. */
    List<String> takeCodes() {
        return takeReplies().stream().map(r -> r.header().xid() + ":" + r.header().err()).toList();
    }

    static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }

    static Request.Op createOp(String path, int flags) {
        return new Request.Op(
                OpCode.CREATE, new Request.Create(bytes(path), Bytes.EMPTY, Acl.OPEN, flags));
    }

    static Request.Op deleteOp(String path) {
        return new Request.Op(OpCode.DELETE, new Request.Delete(bytes(path), -1));
    }

    static Request.Op setOp(String path, String data) {
        return new Request.Op(OpCode.SET_DATA, new Request.SetData(bytes(path), bytes(data), -1));
    }

    static Request.Op checkOp(String path, int version) {
        return new Request.Op(OpCode.CHECK, new Request.Check(bytes(path), version));
    }
}
