package io.tapio.clients;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks valid frames, each time in another way, and the same way again for the same seed. */
final class FrameMutator {
    private static final int LIMIT = (1 << 20) - 1; // the largest frame a server takes
    private static final int[] LIES = {
        -1,
        -2,
        0,
        1,
        2,
        255,
        65_536,
        LIMIT,
        LIMIT + 1,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };
    private static final int LENGTH = 4;
    private static final int HEADER = LENGTH + 8;

    private final Random random;

    FrameMutator(Random random) {
        this.random = random;
    }

    /**
     * A frame whose length is true, so that the frames behind it can still be told apart. What
     * would end the connection is rare, or those behind it would never be read.
     */
    byte[] request(int xid) {
        var frame = any(FrameCorpus.REQUESTS).frame(xid);
        return switch (random.nextInt(300)) {
            case 0 -> withOpCode(frame, any(FrameCorpus.CLOSING));
            case 1 -> withOpCode(frame, random.nextInt(-20, 120));
            case 2 -> withInt(frame, LENGTH, LIES[random.nextInt(LIES.length)]); // the xid
            case 3 -> mutatedRecord(any(FrameCorpus.LOGINS).frame(xid));
            case 4 -> any(FrameCorpus.LOGINS).frame(xid);
            default -> random.nextInt(10) == 0 ? frame : mutatedRecord(frame);
        };
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private byte[] mutatedRecord(byte[] frame) {
        int record = frame.length - HEADER;
        if (record == 0) return resized(frame, HEADER + random.nextInt(16));
        return switch (random.nextInt(6)) {
            case 0, 1 -> bitsFlipped(frame, HEADER);
            case 2 -> resized(frame, HEADER + random.nextInt(record));
            case 3 -> resized(frame, frame.length + random.nextInt(64));
            case 4 -> withLieInside(frame);
            default -> randomFrom(frame, HEADER + random.nextInt(record));
        };
    }

    /** A lie wherever a length or a count may stand; four bytes of a string do no harm either. */
    private byte[] withLieInside(byte[] frame) {
        if (frame.length < HEADER + 4) return bitsFlipped(frame, HEADER);
        int at = HEADER + random.nextInt(frame.length - HEADER - 3);
        return withInt(frame, at, LIES[random.nextInt(LIES.length)]);
    }

    /** Bytes that put the whole connection out of step; whatever follows is noise. */
    byte[] breaking(int xid) {
        var frame = request(xid);
        return switch (random.nextInt(50)) {
            case 0 -> withInt(Arrays.copyOf(frame, LENGTH + LIMIT), 0, LIMIT);
            case 1 -> withInt(Arrays.copyOf(frame, LENGTH + LIMIT + 1), 0, LIMIT + 1);
            case 2, 3, 4, 5 -> withInt(frame, 0, frame.length - LENGTH - 1 - random.nextInt(8));
            case 6, 7, 8, 9 -> Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1));
            case 10, 11, 12, 13 -> randomFrom(frame, 0);
            default -> withInt(frame, 0, LIES[random.nextInt(LIES.length)]);
        };
    }

    /** What a stranger may send instead of a handshake: half of one, a broken one, or noise. */
    byte[] greeting() {
        var greeting = Frame.connect(0, 4000, 0, new byte[16]).bytes();
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(greeting, random.nextInt(greeting.length));
            case 1 -> bitsFlipped(greeting, 0);
            case 2 -> withInt(greeting, 0, LIES[random.nextInt(LIES.length)]);
            case 3 -> withInt(greeting, LENGTH + 24, LIES[random.nextInt(LIES.length)]);
            case 4 -> request(1);
            default -> randomFrom(new byte[1 + random.nextInt(300)], 0);
        };
    }

    /** The beginning of a frame, or of a handshake, whose rest may never come. */
    byte[] beginning() {
        var whole =
                random.nextBoolean() ? request(1) : Frame.connect(0, 4000, 0, new byte[16]).bytes();
        return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
    }

    private byte[] bitsFlipped(byte[] frame, int from) {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            int at = from + random.nextInt(frame.length - from);
            frame[at] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    private byte[] randomFrom(byte[] frame, int from) {
        for (int at = from; at < frame.length; at++) frame[at] = (byte) random.nextInt(256);
        return from >= LENGTH ? withInt(frame, 0, frame.length - LENGTH) : frame;
    }

    private static byte[] resized(byte[] frame, int length) {
        return withInt(Arrays.copyOf(frame, length), 0, length - LENGTH);
    }

    private static byte[] withOpCode(byte[] frame, int opCode) {
        return withInt(frame, LENGTH + 4, opCode);
    }

    private static byte[] withInt(byte[] frame, int at, int value) {
        ByteBuffer.wrap(frame).putInt(at, value);
        return frame;
    }
}
