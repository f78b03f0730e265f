package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.zab.ZabMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PeerCodecTest {
    private final SplittableRandom random = new SplittableRandom(3_888);
    private final RandomWords words = new RandomWords(random);
    private final PeerCodec codec = new PeerCodec();

    @Test
    void every_word_comes_back_as_it_was_said() {
        for (int i = 0; i < 20_000; i++) {
            Word word = words.any();
            byte[] frame = bytes(codec.encode(word));
            assertThat(decode(frame)).isEqualTo(word);
        }
    }

    @Test
    void words_come_back_in_order_however_the_bytes_are_cut() {
        for (int round = 0; round < 200; round++) {
            List<Word> said = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            stream.writeBytes(Preamble.bytes());
            for (int i = random.nextInt(30); i > 0; i--) {
                Word word = words.any();
                said.add(word);
                stream.writeBytes(bytes(codec.encode(word)));
            }
            assertThat(readInPieces(stream.toByteArray())).isEqualTo(said);
        }
    }

    private List<Word> readInPieces(byte[] stream) {
        List<Word> heard = new ArrayList<>();
        FrameReader reader = new FrameReader(1 << 20);
        for (int at = 0; at < stream.length; ) {
            int count = Math.min(stream.length - at, 1 + random.nextInt(300));
            reader.read(
                    ByteBuffer.wrap(stream, at, count),
                    (body, checksum) -> heard.add(codec.decode(body, checksum)));
            at += count;
        }
        return heard;
    }

    @Test
    void a_changed_bit_is_noticed() {
        for (int i = 0; i < 5_000; i++) {
            byte[] frame = bytes(codec.encode(words.any()));
            int bit = 32 + random.nextInt(8 * (frame.length - 4));
            frame[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> decode(frame)).isInstanceOf(MalformedInput.class);
        }
    }

    @Test
    void broken_bytes_with_a_right_checksum_do_no_worse_than_be_malformed() {
        int understood = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] body = mutated(bytes(codec.encode(words.any())));
            try {
                codec.decode(body, checksum(body));
                understood++;
            } catch (MalformedInput malformed) {
                assertThat(malformed.getMessage()).isNotEmpty();
            }
        }
        assertThat(understood).isBetween(1, 49_999);
    }

    private byte[] mutated(byte[] frame) {
        byte[] body = java.util.Arrays.copyOfRange(frame, Frame.HEADER_BYTES, frame.length);
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(3)) {
                case 0 -> body[random.nextInt(body.length)] = (byte) random.nextInt();
                case 1 -> body = java.util.Arrays.copyOf(body, 1 + random.nextInt(body.length + 8));
                default -> {
                    int at = random.nextInt(body.length);
                    int value = random.nextBoolean() ? -1 : Integer.MAX_VALUE - random.nextInt(9);
                    if (body.length - at >= 4) ByteBuffer.wrap(body).putInt(at, value);
                }
            }
        }
        return body;
    }

    @Test
    void a_frame_beyond_the_bound_is_refused_before_anything_is_held_for_it() {
        ByteBuffer announced = ByteBuffer.allocate(16);
        announced.put(Preamble.bytes()).putInt(1001 - Frame.HEADER_BYTES).putInt(0).flip();

        assertThatThrownBy(() -> new FrameReader(1000).read(announced, (body, crc) -> true))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void who_is_no_member_is_known_by_its_first_bytes() {
        for (String first :
                List.of(
                        "GET / HTTP/1.1\r\n",
                        "\0\0\0\u002c\0\0\0\0",
                        "ruok",
                        "\u0016\u0003\u0001")) {
            byte[] bytes = first.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThatThrownBy(
                            () ->
                                    new FrameReader(1000)
                                            .read(ByteBuffer.wrap(bytes), (body, crc) -> true))
                    .isInstanceOf(Preamble.Stranger.class)
                    .hasMessageContaining("port for");
        }
    }

    @Test
    void entries_are_sent_without_a_copy() {
        var entries = words.entries();
        Frame frame =
                codec.encode(
                        new Word.Carried(new PeerMessage.Said(new ZabMessage.Proposal(entries))));

        assertThat(frame.payload()).isSameAs(entries.encoded());
    }

    private Word decode(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        byte[] body = new byte[in.getInt()];
        int checksum = in.getInt();
        in.get(body);
        assertThat(in.hasRemaining()).isFalse();
        return codec.decode(body, checksum);
    }

    private static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.length()];
        frame.head().copyTo(bytes, 0);
        Bytes payload = frame.payload();
        payload.copyTo(bytes, frame.head().length());
        return bytes;
    }

    private static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }
}
