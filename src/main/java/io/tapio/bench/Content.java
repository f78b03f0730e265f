package io.tapio.bench;

import io.tapio.bench.client.Reply;
import io.tapio.bench.client.WrongReply;
import java.nio.ByteBuffer;

/**
 * The data of a znode: its number, a stamp of who wrote it, and bytes that follow from both, so
 * that data tell by themselves whether they are whole and in their own place.
 */
final class Content {
    static final int LEAST_BYTES = 2 * Integer.BYTES;

    /** Every so many reads all bytes are looked at, on the others the head only. */
    private static final int THOROUGH = 8;

    private final int size;
    private final byte[] bytes;
    private final ByteBuffer view;
    private int reads;

    Content(int size) {
        this.size = size;
        this.bytes = new byte[size];
        this.view = ByteBuffer.wrap(bytes);
    }

    /** The same array every time. */
    byte[] of(int number, int stamp) {
        view.clear().putInt(number).putInt(stamp);
        long state = seed(number, stamp);
        while (view.remaining() >= Long.BYTES) {
            state = next(state);
            view.putLong(state);
        }
        while (view.hasRemaining()) view.put((byte) number);
        return bytes;
    }

    /** The data that come next in the reply must be some that were written to this znode. */
    void check(int number, Reply reply) throws WrongReply {
        int length = reply.length();
        if (length != size) throw new WrongReply(length + " bytes of data instead of " + size);
        var in = reply.buffer();
        int found = in.getInt();
        int stamp = in.getInt();
        if (found != number) {
            throw new WrongReply("the data of znode %d at znode %d".formatted(found, number));
        }
        if (++reads % THOROUGH == 0) checkRest(number, stamp, in);
        else reply.skip(size - LEAST_BYTES);
    }

    private void checkRest(int number, int stamp, ByteBuffer in) throws WrongReply {
        int left = size - LEAST_BYTES;
        long state = seed(number, stamp);
        boolean same = true;
        for (; left >= Long.BYTES; left -= Long.BYTES) {
            state = next(state);
            same &= in.getLong() == state;
        }
        for (; left > 0; left--) same &= in.get() == (byte) number;
        if (!same) throw new WrongReply("damaged data at znode " + number);
    }

    private static long seed(int number, int stamp) {
        return ((long) number << 32) ^ stamp;
    }

    /** Knuth's MMIX generator. */
    private static long next(long state) {
        return state * 6364136223846793005L + 1442695040888963407L;
    }
}
