package io.tapio.peer;

import io.tapio.jute.MalformedInput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One end of a link whose bytes travel in telegrams.
 *
 * <p>Pieces are sent as the other side acknowledges earlier ones, so that neither our memory nor
 * the queues of the actor systems fill. A piece that got lost shows in the number of the next one,
 * or in an acknowledgement that does not come; either costs the link.
 */
final class TelegramLine implements Line {
    private static final int PIECE_BYTES = 128 << 10; // a telegram has to fit into 256 KiB
    private static final int MAX_PIECES = 32; // not acknowledged
    private static final long LEAVING_MS = 1_000;

    private final TelegramRoom room;
    private final UUID id;
    private final ActorRef<Telegram> there;
    private final String host;
    private final FrameReader reader = FrameReader.afterPreamble(WireRoom.GREETING_MAX_BYTES);
    private final WriteQueue queue = new WriteQueue();
    private final ArrayDeque<Integer> pending = new ArrayDeque<>(); // lengths, not acknowledged
    private final ArrayDeque<Telegram.Piece> unread = new ArrayDeque<>(); // while deaf
    private WireEnd end;
    private boolean open; // the other side knows of this link
    private boolean established;
    private boolean deaf;
    private boolean leaving;
    private boolean gone;
    private boolean dirty;
    private boolean owesAck;
    private long pendingBytes;
    private long sent;
    private long acknowledged;
    private long received;
    private long silenceMs;
    private long heardMs;
    private long saidMs;
    private long movedMs; // when something was acknowledged, or nothing was to be
    private long leavingMs;
    private String farewell = "";

    TelegramLine(TelegramRoom room, UUID id, ActorRef<Telegram> there, String host, WireEnd end) {
        this.room = room;
        this.id = id;
        this.there = there;
        this.host = host;
        this.end = end;
        heardMs = room.clock().nowMs();
        saidMs = heardMs;
        movedMs = heardMs;
        room.add(id, this);
    }

    UUID id() {
        return id;
    }

    void say(Telegram telegram) {
        saidMs = room.clock().nowMs();
        room.send(there, telegram);
    }

    /** Bytes may go. */
    void opened() {
        open = true;
        markDirty();
    }

    @Override
    public void establish(LinkKind kind, WireEnd newEnd) {
        end = newEnd;
        silenceMs = room.desk().silenceMs(kind);
        established = true;
        heardMs = room.clock().nowMs();
        movedMs = heardMs;
        reader.allow(room.desk().settings().bounds().maxFrameBytes());
    }

    // What goes.

    @Override
    public void put(Frame frame) {
        if (gone || leaving) return;

        queue.add(frame);
        room.desk().counters().framesSent++;
        markDirty();
    }

    @Override
    public void put(Word word) {
        put(room.desk().codec().encode(word));
    }

    @Override
    public long waitingBytes() {
        return queue.bytes() + pendingBytes;
    }

    private void markDirty() {
        if (dirty || gone) return;

        dirty = true;
        room.markDirty(this);
    }

    /** Sends what waits and owes; at the end of a turn. */
    void flush() {
        dirty = false;
        if (gone) return;

        long windowBytes = Math.max(room.desk().settings().bounds().windowBytes(), PIECE_BYTES);
        while (open
                && !queue.isEmpty()
                && pending.size() < MAX_PIECES
                && pendingBytes < windowBytes) {
            if (pending.isEmpty()) movedMs = room.clock().nowMs();
            Telegram.Piece piece =
                    new Telegram.Piece(id, room.self(), ++sent, queue.take(PIECE_BYTES));
            pending.add(piece.bytes().length());
            pendingBytes += piece.bytes().length();
            room.desk().counters().bytesSent += piece.bytes().length();
            say(piece);
        }
        if (owesAck) acknowledge();
    }

    void acknowledge() {
        owesAck = false;
        say(new Telegram.Ack(id, room.self(), received, deaf));
    }

    // What comes.

    void heard(Telegram telegram) {
        heardMs = room.clock().nowMs();
        try {
            switch (telegram) {
                case Telegram.Open again -> acknowledge();
                case Telegram.Piece piece -> take(piece);
                case Telegram.Ack ack -> take(ack);
                case Telegram.Bye bye -> ended(bye.reason());
            }
        } catch (MalformedInput broken) {
            room.desk().counters().malformed++;
            room.desk().lines().warn("broken bytes came from " + host, broken.getMessage());
            giveUp("what came was broken: " + broken.getMessage());
        } catch (RuntimeException e) {
            room.desk().counters().failed++;
            room.desk().lines().error("a link failed by our own mistake", e);
            giveUp("a mistake of our own");
        }
    }

    private void take(Telegram.Piece piece) {
        if (leaving) return;

        long expected = received + unread.size() + 1;
        if (piece.number() < expected) return;
        if (piece.number() > expected) {
            giveUp("something got lost on the way");
        } else if (deaf && unread.size() >= 2 * MAX_PIECES) {
            giveUp("it sends more than was asked for");
        } else if (deaf) {
            unread.add(piece);
        } else {
            read(piece);
        }
    }

    private void read(Telegram.Piece piece) {
        received = piece.number();
        owesAck = true;
        markDirty();
        room.desk().counters().bytesReceived += piece.bytes().length();
        ByteBuffer in =
                ByteBuffer.wrap(
                        piece.bytes().array(), piece.bytes().offset(), piece.bytes().length());
        reader.read(in, this::takeFrame);
        if (!gone && !leaving && reader.isWithinFrame()) end.received();
    }

    private boolean takeFrame(byte[] body, int checksum) {
        room.desk().counters().framesReceived++;
        end.word(room.desk().codec().decode(body, checksum));
        return !gone && !leaving;
    }

    private void take(Telegram.Ack ack) {
        if (ack.number() > sent) throw new MalformedInput("more is acknowledged than was sent");

        boolean moved = ack.number() > acknowledged;
        for (; acknowledged < ack.number(); acknowledged++) {
            pendingBytes -= pending.remove();
        }
        if (moved || ack.busy() || pending.isEmpty()) movedMs = room.clock().nowMs();
        if (leaving && queue.isEmpty() && pending.isEmpty()) forget();
        if (gone || leaving) return;

        if (moved) end.taken();
        if (established && ack.busy()) end.word(new Word.Alive(true));
        markDirty();
    }

    @Override
    public void deaf(boolean now) {
        if (deaf == now || leaving) return;

        deaf = now;
        heardMs = room.clock().nowMs();
        while (!deaf && !gone && !unread.isEmpty()) {
            Telegram.Piece next = unread.remove();
            room.guarded(this, () -> read(next));
        }
    }

    // The end.

    void sweep() {
        long now = room.clock().nowMs();
        if (leaving) {
            if (now - leavingMs > LEAVING_MS) bye(farewell);
            return;
        }
        if (!established) return;

        if (deaf) heardMs = now;
        if (now - heardMs > silenceMs) {
            room.desk().counters().silent++;
            giveUp("nothing was heard for " + (now - heardMs) + " ms");
        } else if (!pending.isEmpty() && now - movedMs > silenceMs) {
            giveUp("something got lost on the way");
        } else if (now - saidMs >= silenceMs / 3) {
            acknowledge();
        }
    }

    @Override
    public void leave(String reason) {
        if (gone || leaving) return;

        put(new Word.Farewell(reason));
        leaving = true;
        farewell = reason;
        leavingMs = room.clock().nowMs();
        unread.clear();
        if (!open) bye(reason);
    }

    @Override
    public void close() {
        bye("it closed the link");
    }

    private void bye(String reason) {
        if (gone) return;

        room.send(there, new Telegram.Bye(id, room.self(), reason));
        forget();
    }

    /** Tells both ends. */
    void giveUp(String reason) {
        if (gone) return;

        room.send(there, new Telegram.Bye(id, room.self(), reason));
        ended(reason);
    }

    private void ended(String reason) {
        if (gone) return;

        boolean told = leaving;
        forget();
        if (!told) end.ended(reason);
    }

    private void forget() {
        gone = true;
        queue.clear();
        unread.clear();
        pending.clear();
        pendingBytes = 0;
        room.remove(id);
    }

    @Override
    public String host() {
        return host;
    }
}
