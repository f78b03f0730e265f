package io.tapio.session;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.wire.ConnectResponse;
import io.tapio.wire.Frames;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.pekko.actor.typed.ActorRef;

/** A client's connection that tells a probe, in one line each, what the server does with it. */
final class FakeLink implements ClientLink {
    private final ActorRef<String> told;
    private volatile Listener listener;
    private boolean answeredHandshake;
    private volatile boolean broken;

    FakeLink(ActorRef<String> told) {
        this.told = told;
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    }

    @Override
    public void established(Listener newListener, int timeoutMs) {
        listener = newListener;
        told.tell("established " + timeoutMs);
    }

    @Override
    public void send(Bytes frames, int answered) {
        if (broken) throw new IllegalStateException("thrown by a test");

        var in = new JuteReader(frames);
        while (in.remaining() > 0) {
            told.tell(line(new JuteReader(in.buffer())));
        }
    }

    private String line(JuteReader in) {
        if (!answeredHandshake) {
            answeredHandshake = true;
            var response = ConnectResponse.read(in);
            if (!response.isAccepted()) return "refused";

            return response.readOnly() ? "accepted to read" : "accepted";
        }
        var header = ReplyReader.header(in);
        if (header.xid() != -1) return header.xid() + " " + KeeperError.ofCode(header.err());

        var event = ReplyReader.event(in);
        return EventType.values()[event.type() - 1] + " " + event.path();
    }

    @Override
    public void closeAfterFlush() {
        told.tell("closed after flush");
    }

    @Override
    public void close(String reason) {
        told.tell("closed: " + reason);
    }

    /** The client sends these frames in one go. */
    void receive(FrameWriter frames) {
        listener.frames(frames.frames());
    }

    /** From now on it throws whatever is to be sent. */
    void breakDown() {
        broken = true;
    }

    void goDown() {
        listener.down();
    }

    /** Requests put together to be sent at once. */
    static final class FrameWriter {
        private final JuteWriter out = new JuteWriter(256);
        private final java.util.List<int[]> bounds = new java.util.ArrayList<>();

        FrameWriter request(int xid, int opCode, Request request) {
            int from = out.length();
            out.int32(xid).int32(opCode);
            RequestCodec.write(request, out);
            bounds.add(new int[] {from, out.length()});
            return this;
        }

        FrameWriter bytes(byte... frame) {
            int from = out.length();
            out.raw(frame, 0, frame.length);
            bounds.add(new int[] {from, out.length()});
            return this;
        }

        Frames frames() {
            var frames = new Frames(out.toBytes().toArray());
            bounds.forEach(bound -> frames.add(bound[0], bound[1]));
            return frames;
        }
    }
}
