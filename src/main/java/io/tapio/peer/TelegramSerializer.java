package io.tapio.peer;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Telegrams as bytes; Pekko finds it by its name. */
public final class TelegramSerializer extends SerializerWithStringManifest
        implements ByteBufferSerializer {
    private static final int IDENTIFIER = 28_881;
    private static final int OPEN = 1;
    private static final int PIECE = 2;
    private static final int ACK = 3;
    private static final int BYE = 4;
    private static final int HEAD_BYTES = 64;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object telegram) {
        return "";
    }

    @Override
    public void toBinary(Object telegram, ByteBuffer out) {
        JuteWriter head = new JuteWriter(HEAD_BYTES);
        Bytes payload = write(head, (Telegram) telegram);
        out.put(head.array(), 0, head.length());
        out.put(payload.array(), payload.offset(), payload.length());
    }

    @Override
    public byte[] toBinary(Object telegram) {
        JuteWriter head = new JuteWriter(HEAD_BYTES);
        Bytes payload = write(head, (Telegram) telegram);
        return head.raw(payload).toBytes().toArray();
    }

    private static Bytes write(JuteWriter out, Telegram telegram) {
        return switch (telegram) {
            case Telegram.Open open -> {
                start(out, OPEN, open).ustring(open.replyTo());
                yield Bytes.EMPTY;
            }
            case Telegram.Piece piece -> {
                start(out, PIECE, piece).int64(piece.number());
                yield piece.bytes();
            }
            case Telegram.Ack ack -> {
                start(out, ACK, ack).int64(ack.number()).bool(ack.busy());
                yield Bytes.EMPTY;
            }
            case Telegram.Bye bye -> {
                start(out, BYE, bye).ustring(bye.reason());
                yield Bytes.EMPTY;
            }
        };
    }

    private static JuteWriter start(JuteWriter out, int type, Telegram telegram) {
        return out.int8((byte) type)
                .int64(telegram.link().getMostSignificantBits())
                .int64(telegram.link().getLeastSignificantBits())
                .int32(telegram.from().value());
    }

    @Override
    public Object fromBinary(ByteBuffer in, String manifest) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return fromBinary(bytes, manifest);
    }

    /** Throws {@link MalformedInput}: then the telegram is lost, and its link will notice. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        JuteReader in = new JuteReader(bytes, 0, bytes.length);
        int type = in.int8();
        UUID link = new UUID(in.int64(), in.int64());
        var from = ZabCodec.serverId(in);
        return switch (type) {
            case OPEN -> new Telegram.Open(link, from, in.ustring());
            case PIECE -> new Telegram.Piece(link, from, in.int64(), PeerCodec.rest(in, bytes));
            case ACK -> new Telegram.Ack(link, from, in.int64(), in.bool());
            case BYE -> new Telegram.Bye(link, from, PeerCodec.printable(in.ustring()));
            default -> throw new MalformedInput("a telegram of an unknown kind");
        };
    }
}
