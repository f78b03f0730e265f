package io.tapio.front;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.session.ClientLink;
import io.tapio.session.FrontDoor;
import io.tapio.session.TextLink;
import io.tapio.wire.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A door behind which frames are sent back, in place of sessions.
 *
 * <p>The first frame is an int, the timeout in milliseconds, and a text that says how to behave.
 * Later frames are an xid, an op code and, for getData, the size of the reply after the xid.
 */
final class EchoDoor implements FrontDoor {
    static final int GET_DATA = 4;
    static final int PING = 11;
    static final int CLOSE = -11;

    final AtomicInteger ended = new AtomicInteger(); // links that told their listener

    /** Frames that nobody answers until {@link #answerAll}; loop's thread only. */
    final List<Runnable> unanswered = new ArrayList<>();

    /** Links without a session; loop's thread only. */
    final List<ClientLink> waiting = new ArrayList<>();

    @Override
    public void connect(ClientLink link, Bytes request) {
        int timeoutMs = new JuteReader(request).int32();
        String manner = request.slice(4, request.length()).toString();
        switch (manner) {
            case "wait" -> waiting.add(link);
            case "refuse" -> {
                link.send(new JuteWriter(16).buffer(Bytes.utf8("refused")).toBytes(), 0);
                link.closeAfterFlush();
            }
            case "throw" -> throw new IllegalStateException("thrown by a test");
            case "dead" -> {
                link.close("closed by a test");
                link.established(new Echo(link, manner), timeoutMs);
            }
            default -> admit(link, timeoutMs, manner);
        }
    }

    void admit(ClientLink link, int timeoutMs, String manner) {
        link.send(new JuteWriter(16).buffer(Bytes.utf8("welcome")).toBytes(), 0);
        link.established(new Echo(link, manner), timeoutMs);
    }

    void answerAll() {
        List<Runnable> now = List.copyOf(unanswered);
        unanswered.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public void word(TextLink link, String word, Bytes extra) {
        if (word.equals("dump")) throw new IllegalStateException("thrown by a test");

        String text = word.equals("wchp") ? "x".repeat(3_000_000) : word + ":" + extra;
        link.write(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
        if (!word.equals("cons")) link.close();
    }

    private final class Echo implements ClientLink.Listener {
        private final ClientLink link;
        private final String manner;

        Echo(ClientLink link, String manner) {
            this.link = link;
            this.manner = manner;
        }

        @Override
        public void frames(Frames frames) {
            if (manner.equals("fail")) throw new IllegalStateException("thrown by a test");

            if (manner.equals("slow")) unanswered.add(() -> answer(frames));
            else answer(frames);
        }

        private void answer(Frames frames) {
            JuteWriter out = new JuteWriter(64);
            boolean close = false;
            for (int i = 0; i < frames.count(); i++) {
                int length = frames.length(i);
                Bytes frame = Bytes.wrap(frames.array(), frames.start(i), length);
                int opCode = length < 8 ? 0 : new JuteReader(frame.slice(4, length)).int32();
                close |= opCode == CLOSE;
                if (opCode == GET_DATA) {
                    int size = new JuteReader(frame.slice(8, length)).int32();
                    out.int32(size + 4).raw(frame.slice(0, 4)).raw(new byte[size], 0, size);
                } else {
                    out.buffer(frame);
                }
            }
            if (manner.equals("share")) link.send(out.toBytes(), 0);
            else link.send(out.seal(), frames.count());
            if (close) link.closeAfterFlush();
        }

        @Override
        public void down() {
            ended.incrementAndGet();
            if (manner.equals("fail")) throw new IllegalStateException("thrown by a test");
        }
    }
}
