package io.tapio.front;

import io.tapio.fuzz.Parser;
import io.tapio.wire.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a socket brings: frames in pieces of any size, or a four-letter word. */
public final class FrontParsers {
    private static final int FRAME_MAX = 4096;
    private static final Set<String> WORDS = Set.of("ruok", "stmk", "srvr");

    private FrontParsers() {}

    public static List<Parser> all() {
        return List.of(new Parser("client-stream", streams(), FrontParsers::takes));
    }

    /** The size of the pieces, then what comes in them. */
    private static List<byte[]> streams() {
        var seeds = new ArrayList<byte[]>();
        for (int piece : new int[] {1, 3, 7, 100}) {
            seeds.add(stream(piece, frames(5, 0, 44)));
            seeds.add(stream(piece, frames(8, 9, 10, 11)));
            seeds.add(stream(piece, "ruok".getBytes(StandardCharsets.US_ASCII)));
            seeds.add(stream(piece, "stmk\0\0\0\0\0\0\0\1".getBytes(StandardCharsets.US_ASCII)));
        }
        return seeds;
    }

    private static byte[] frames(int... lengths) {
        ByteBuffer out = ByteBuffer.allocate(256);
        for (int length : lengths) {
            out.putInt(length);
            for (int i = 0; i < length; i++) {
                out.put((byte) i);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] stream(int piece, byte[] bytes) {
        byte[] stream = new byte[bytes.length + 1];
        stream[0] = (byte) piece;
        System.arraycopy(bytes, 0, stream, 1, bytes.length);
        return stream;
    }

    /** The pieces in which they come make no difference. */
    private static boolean takes(byte[] input) {
        if (input.length == 0) return false;

        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Seen whole = seen(bytes, Math.max(1, bytes.length));
        Parser.same(whole, seen(bytes, 1 + (input[0] & 0x7f)));
        return !whole.frames().isEmpty();
    }

    private record Seen(List<String> frames, boolean word, boolean closed, boolean malformed) {}

    private static Seen seen(byte[] bytes, int piece) {
        var intake = new Intake();
        var cutter = new FrameCutter(FRAME_MAX);
        var seen = new ArrayList<String>();
        for (int at = 0; at < bytes.length && !intake.isClosed(); at += piece) {
            var in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            Frames frames = intake.take(in, WORDS, cutter);
            for (int i = 0; frames != null && i < frames.count(); i++) {
                byte[] frame = Arrays.copyOfRange(frames.array(), frames.start(i), frames.end(i));
                seen.add(Arrays.toString(frame));
            }
            if (intake.isWord() && !seen.isEmpty()) break;
        }
        return new Seen(seen, intake.isWord(), intake.isClosed(), intake.isMalformed());
    }
}
