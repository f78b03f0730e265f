package io.tapio.peer;

import io.tapio.fuzz.Parser;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.CRC32C;

/** What other members send: whole words, streams of them, telegrams. */
public final class PeerParsers {
    private static final PeerCodec CODEC = new PeerCodec();
    private static final TelegramSerializer TELEGRAMS = new TelegramSerializer();
    private static final int FRAME_MAX = 1 << 14;

    private PeerParsers() {}

    public static List<Parser> all() {
        return List.of(
                new Parser("peer-word", words(), PeerParsers::takesWord),
                new Parser("peer-stream", streams(), PeerParsers::takesStream),
                new Parser("telegram", telegrams(), PeerParsers::takesTelegram));
    }

    private static List<byte[]> words() {
        var random = new RandomWords(new SplittableRandom(2));
        var seeds = new ArrayList<byte[]>();
        for (int i = 0; i < 200; i++) {
            seeds.add(body(CODEC.encode(random.any())));
        }
        return seeds;
    }

    private static byte[] whole(Frame frame) {
        byte[] head = frame.head().toArray();
        byte[] all = Arrays.copyOf(head, head.length + frame.payload().length());
        frame.payload().copyTo(all, head.length);
        return all;
    }

    private static byte[] body(Frame frame) {
        byte[] all = whole(frame);
        return Arrays.copyOfRange(all, Frame.HEADER_BYTES, all.length);
    }

    private static int crc(byte[] body) {
        var crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** With its true checksum: all else would end there. */
    private static boolean takesWord(byte[] body) {
        try {
            Word read = CODEC.decode(body, crc(body));
            if (read instanceof Word.Farewell) return true; // a text for the log, cut at will
            byte[] again = body(CODEC.encode(read));
            Parser.same(read, CODEC.decode(again, crc(again)));
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }

    /** The size of the pieces, then what comes in them. */
    private static List<byte[]> streams() {
        var random = new RandomWords(new SplittableRandom(3));
        var seeds = new ArrayList<byte[]>();
        for (int i = 0; i < 20; i++) {
            ByteBuffer out = ByteBuffer.allocate(1 << 15).put((byte) (1 + 10 * i));
            out.put(Preamble.bytes());
            for (int word = 0; word < 3; word++) {
                out.put(whole(CODEC.encode(random.any())));
            }
            seeds.add(Arrays.copyOf(out.array(), out.position()));
        }
        return seeds;
    }

    /** The pieces in which they come make no difference. */
    private static boolean takesStream(byte[] input) {
        if (input.length == 0) return false;

        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = heard(bytes, Math.max(1, bytes.length));
        Parser.same(whole, heard(bytes, 1 + (input[0] & 0xff)));
        return !whole.isEmpty() && whole.getFirst().startsWith("word");
    }

    private static List<String> heard(byte[] bytes, int piece) {
        var reader = new FrameReader(FRAME_MAX);
        var heard = new ArrayList<String>();
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                var in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
                reader.read(
                        in,
                        (body, checksum) ->
                                heard.add("word " + CODEC.decode(body, checksum).hashCode()));
            }
        } catch (MalformedInput refused) {
            heard.add("refused: " + refused.getMessage());
        } catch (Preamble.Stranger refused) {
            heard.add("a stranger"); // who it seems to be depends on how much of it has come
        }
        return heard;
    }

    private static List<byte[]> telegrams() {
        var link = new UUID(1, 2);
        var from = new ServerId(3);
        return List.of(
                TELEGRAMS.toBinary(new Telegram.Open(link, from, "pekko://tapio/user/x")),
                TELEGRAMS.toBinary(new Telegram.Piece(link, from, 7, Bytes.utf8("some bytes"))),
                TELEGRAMS.toBinary(new Telegram.Ack(link, from, 7, true)),
                TELEGRAMS.toBinary(new Telegram.Bye(link, from, "enough")));
    }

    private static boolean takesTelegram(byte[] input) {
        try {
            Object read = TELEGRAMS.fromBinary(input, "");
            Parser.same(read, TELEGRAMS.fromBinary(TELEGRAMS.toBinary(read), ""));
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }
}
