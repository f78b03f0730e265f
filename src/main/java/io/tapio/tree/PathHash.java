package io.tapio.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes of paths, the same on every JVM: a znode's hash follows from its parent's and its name.
 *
 * <p>Names are taken eight bytes at a time. The hash of a whole path is found in one pass over its
 * bytes, without looking at the tree.
 */
final class PathHash {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0x7A3D_5C0E_91B4_26F7L;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final long LAST = 0xD6E8_FEB8_6659_FD93L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final long SLASHES = '/' * ONES;

    /** The hash of {@code /}. */
    static final long ROOT = mix(SEED, STEP);

    private PathHash() {}

    /** What a table looks up: the short form of a hash. */
    static int fold(long hash) {
        return (int) (hash >>> 32);
    }

    /** The folded hash of the absolute path in {@code [from, to)}, which is not just {@code /}. */
    static int ofPath(byte[] array, int from, int to) {
        int hash = fold(ROOT);
        int at = from;
        while (at < to) {
            int start = at + 1;
            long h = begin(hash);
            at = start;
            long word = word(array, at, to);
            int slash = firstSlash(word);
            while (slash == 8 && to - at >= 8) {
                h = mix(h, word);
                at += 8;
                word = word(array, at, to);
                slash = firstSlash(word);
            }
            int rest = Math.min(slash, to - at);
            at += rest;
            hash = fold(end(h, word & mask(rest), at - start));
        }
        return hash;
    }

    /** The hash of the name in {@code [from, to)} below a parent with this folded hash. */
    static long ofChild(int parentHash, byte[] array, int from, int to) {
        long h = begin(parentHash);
        int at = from;
        for (; to - at >= 8; at += 8) {
            h = mix(h, word(array, at, to));
        }
        return end(h, word(array, at, to), to - from);
    }

    /** The hash of any bytes, begun with {@code seed}. */
    static long ofBytes(long seed, byte[] array, int from, int to) {
        long h = seed;
        int at = from;
        for (; to - at >= 8; at += 8) {
            h = mix(h, word(array, at, to));
        }
        return end(h, word(array, at, to), to - from);
    }

    static long mix(long h, long value) {
        long mixed = (h ^ value) * STEP;
        return mixed ^ (mixed >>> 32);
    }

    /** Spreads every bit of {@code h} over all the others. */
    static long finish(long h) {
        long mixed = (h ^ (h >>> 29)) * LAST;
        return mixed ^ (mixed >>> 32);
    }

    private static long begin(int parentHash) {
        return (parentHash ^ SEED) * LAST;
    }

    private static long end(long h, long rest, int length) {
        return finish(mix(h, rest) + length * STEP);
    }

    /** The next eight bytes, or as many as there are and zeros. */
    private static long word(byte[] array, int at, int to) {
        int room = to - at;
        if (room >= 8) return (long) LONGS.get(array, at);
        if (room == 0) return 0;
        if (to >= 8) return (long) LONGS.get(array, to - 8) >>> (64 - 8 * room);

        long word = 0;
        for (int i = room - 1; i >= 0; i--) {
            word = (word << 8) | (array[at + i] & 0xff);
        }
        return word;
    }

    /** The place of the first {@code /} among the eight bytes, or 8. */
    private static int firstSlash(long word) {
        long zeros = word ^ SLASHES;
        long found = (zeros - ONES) & ~zeros & TOPS;
        return Long.numberOfTrailingZeros(found) >>> 3;
    }

    private static long mask(int bytes) {
        return bytes == 8 ? -1 : (1L << (8 * bytes)) - 1;
    }
}
