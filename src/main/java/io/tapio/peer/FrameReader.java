package io.tapio.peer;

import io.tapio.jute.MalformedInput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one end's bytes into frames: first the preamble that tells members from all others, then
 * frames. What has come of a frame is all that is held of it.
 */
final class FrameReader {
    private static final int FIRST_PIECE_BYTES = 64 << 10;

    private final byte[] header = new byte[Preamble.BYTES];
    private int headerBytes;
    private int limit;
    private boolean introduced; // the preamble was read
    private byte @Nullable [] body; // of a frame that has not come whole; grows as it comes
    private int bodyBytes;
    private int bodyLength;
    private int checksum;

    /** Reads frames of up to {@code limit} bytes. */
    FrameReader(int limit) {
        this.limit = limit;
    }

    /** For a stream that has no preamble. */
    static FrameReader afterPreamble(int limit) {
        FrameReader reader = new FrameReader(limit);
        reader.introduced = true;
        return reader;
    }

    void allow(int bytes) {
        limit = bytes;
    }

    /** Where whole frames go; false if no more are wanted. */
    interface Taker {
        boolean take(byte[] body, int checksum);
    }

    /** Bytes of a frame are here, but not the whole frame. */
    boolean isWithinFrame() {
        return body != null || headerBytes > 0;
    }

    /**
     * Takes all of {@code in}. {@link Preamble.Stranger} or {@link MalformedInput} end the link.
     */
    void read(ByteBuffer in, Taker taker) {
        if (!introduced && !readPreamble(in)) return;

        while (in.hasRemaining()) {
            if (body == null && !begin(in)) return;
            if (!fill(in)) return;
            if (!taker.take(finished(), checksum)) return;
        }
    }

    private boolean readPreamble(ByteBuffer in) {
        fillHeader(in, Preamble.BYTES);
        Preamble.check(header, headerBytes);
        introduced = headerBytes == Preamble.BYTES;
        if (introduced) headerBytes = 0;
        return introduced;
    }

    private boolean fillHeader(ByteBuffer in, int wanted) {
        int count = Math.min(wanted - headerBytes, in.remaining());
        in.get(header, headerBytes, count);
        headerBytes += count;
        return headerBytes == wanted;
    }

    private boolean begin(ByteBuffer in) {
        if (!fillHeader(in, Frame.HEADER_BYTES)) return false;

        ByteBuffer fields = ByteBuffer.wrap(header);
        bodyLength = fields.getInt();
        checksum = fields.getInt();
        if (bodyLength < 1 || bodyLength > limit - Frame.HEADER_BYTES) {
            throw new MalformedInput("a word of " + bodyLength + " bytes");
        }
        headerBytes = 0;
        bodyBytes = 0;
        body = new byte[Math.min(bodyLength, Math.max(FIRST_PIECE_BYTES, in.remaining()))];
        return true;
    }

    /** True if the frame is whole now. Its array grows only with what has really come. */
    private boolean fill(ByteBuffer in) {
        byte[] array = held();
        if (bodyBytes == array.length && bodyBytes < bodyLength) {
            array = Arrays.copyOf(array, (int) Math.min(bodyLength, 4L * array.length));
            body = array;
        }
        int count = Math.min(array.length - bodyBytes, in.remaining());
        in.get(array, bodyBytes, count);
        bodyBytes += count;
        if (bodyBytes == bodyLength) return true;

        return in.hasRemaining() && fill(in);
    }

    private byte[] held() {
        byte[] array = body;
        if (array == null) throw new IllegalStateException("no frame has begun");
        return array;
    }

    private byte[] finished() {
        byte[] whole = held();
        body = null;
        return whole;
    }
}
