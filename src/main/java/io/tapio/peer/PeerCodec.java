package io.tapio.peer;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.ServerId;
import io.tapio.zab.ZabMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Words as frames, and back.
 *
 * <p>A body is a type and its fields. Whatever bytes come in, the worst that happens is {@link
 * MalformedInput}. Not for two threads at once.
 */
final class PeerCodec {
    static final int REASON_MAX_BYTES = 400;

    private static final int SAID = 1;
    private static final int ERRAND = 2;
    private static final int CHUNK = 3;
    private static final int SNAPSHOT_END = 4;
    private static final int ALIVE = 5;
    private static final int FAREWELL = 6;
    private static final int GREETING = 7;

    private final JuteWriter writer = new JuteWriter(256);
    private final CRC32C crc = new CRC32C();
    private final ZabCodec zab = new ZabCodec();

    Frame encode(PeerMessage message) {
        begin();
        Bytes payload =
                switch (message) {
                    case PeerMessage.Said said -> {
                        type(SAID);
                        yield zab.write(writer, said.message());
                    }
                    case PeerMessage.Errand errand -> {
                        type(ERRAND);
                        yield errand.body();
                    }
                    case PeerMessage.SnapshotChunk chunk -> {
                        type(CHUNK);
                        yield chunk.bytes();
                    }
                    case PeerMessage.SnapshotEnd end -> {
                        type(SNAPSHOT_END);
                        ZabCodec.zxid(writer, end.mark().at()).int64(end.mark().digest());
                        yield Bytes.EMPTY;
                    }
                };
        return end(payload);
    }

    Frame encode(Word word) {
        if (word instanceof Word.Carried(PeerMessage message)) return encode(message);

        begin();
        switch (word) {
            case Word.Carried carried -> throw new AssertionError(carried);
            case Word.Greeting greeting -> write(greeting);
            case Word.Alive alive -> {
                type(ALIVE);
                writer.bool(alive.busy());
            }
            case Word.Farewell farewell -> {
                type(FAREWELL);
                writer.buffer(cut(farewell.reason()));
            }
        }
        return end(Bytes.EMPTY);
    }

    private void begin() {
        writer.truncate(0);
        writer.int32(0).int32(0);
    }

    private void type(int type) {
        writer.int8((byte) type);
    }

    private Frame end(Bytes payload) {
        int body = writer.length() - Frame.HEADER_BYTES;
        crc.reset();
        crc.update(writer.array(), Frame.HEADER_BYTES, body);
        crc.update(payload.array(), payload.offset(), payload.length());
        writer.patchInt32(0, Math.addExact(body, payload.length()));
        writer.patchInt32(4, (int) crc.getValue());
        return new Frame(writer.toBytes(), payload);
    }

    private void write(Word.Greeting greeting) {
        type(GREETING);
        writer.bool(greeting.kind() == LinkKind.LEARNER);
        writer.bool(greeting.cluster().isPresent());
        greeting.cluster().ifPresent(this::write);
        writer.int32(greeting.from().value()).int32(greeting.to().value());
        write(greeting.journal());
        writer.bool(greeting.vote().isPresent());
        greeting.vote().ifPresent(vote -> zab.write(writer, vote));
    }

    private void write(UUID id) {
        writer.int64(id.getMostSignificantBits()).int64(id.getLeastSignificantBits());
    }

    private static byte[] cut(String reason) {
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= REASON_MAX_BYTES ? utf8 : Arrays.copyOf(utf8, REASON_MAX_BYTES);
    }

    /** The word whose body is the whole array, which nobody changes any more. */
    Word decode(byte[] body, int checksum) {
        crc.reset();
        crc.update(body, 0, body.length);
        if ((int) crc.getValue() != checksum) throw new MalformedInput("wrong checksum");

        JuteReader in = new JuteReader(body, 0, body.length);
        Word word =
                switch (in.int8()) {
                    case SAID -> carried(new PeerMessage.Said(zab.read(in, body)));
                    case ERRAND -> carried(new PeerMessage.Errand(rest(in, body)));
                    case CHUNK -> carried(new PeerMessage.SnapshotChunk(rest(in, body)));
                    case SNAPSHOT_END -> carried(new PeerMessage.SnapshotEnd(mark(in)));
                    case ALIVE -> new Word.Alive(in.bool());
                    case FAREWELL -> new Word.Farewell(reason(in));
                    case GREETING -> greeting(in, body);
                    default -> throw new MalformedInput("a word of an unknown kind");
                };
        if (in.remaining() > 0) throw new MalformedInput("a word is too long");
        return word;
    }

    private static Word carried(PeerMessage message) {
        return new Word.Carried(message);
    }

    /** All that was not read yet, without a copy. */
    static Bytes rest(JuteReader in, byte[] body) {
        int length = in.remaining();
        Bytes rest = Bytes.wrap(body, body.length - length, length);
        in.reset(body, body.length, body.length);
        return rest;
    }

    private static DigestMark mark(JuteReader in) {
        return new DigestMark(ZabCodec.zxid(in), in.int64());
    }

    private static String reason(JuteReader in) {
        Bytes text = in.buffer();
        if (text.length() > REASON_MAX_BYTES) throw new MalformedInput("a long farewell");
        return printable(text.toString());
    }

    /** What others say ends up in our log: one line, and nothing that a terminal obeys. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private Word.Greeting greeting(JuteReader in, byte[] body) {
        LinkKind kind = in.bool() ? LinkKind.LEARNER : LinkKind.VOTES;
        Optional<UUID> cluster = in.bool() ? Optional.of(uuid(in)) : Optional.empty();
        ServerId from = ZabCodec.serverId(in);
        ServerId to = ZabCodec.serverId(in);
        UUID journal = uuid(in);
        Optional<ZabMessage.Notification> vote =
                in.bool() ? Optional.of(notification(in, body)) : Optional.empty();
        return new Word.Greeting(kind, cluster, from, to, journal, vote);
    }

    private ZabMessage.Notification notification(JuteReader in, byte[] body) {
        if (zab.read(in, body) instanceof ZabMessage.Notification vote) return vote;

        throw new MalformedInput("a greeting carries a vote and nothing else");
    }

    private static UUID uuid(JuteReader in) {
        return new UUID(in.int64(), in.int64());
    }
}
