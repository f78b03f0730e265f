package io.tapio.testkit.explore;

/** Numbers by keys that are never 0, in two plain arrays. */
final class LongInts {
    static final int NONE = Integer.MIN_VALUE;

    private long[] keys = new long[1 << 12];
    private int[] values = new int[1 << 12];
    private int size;

    int get(long key) {
        int at = slotOf(key, keys);
        return keys[at] == 0 ? NONE : values[at];
    }

    void put(long key, int value) {
        if (size * 3 > keys.length * 2) grow();
        int at = slotOf(key, keys);
        if (keys[at] == 0) size++;
        keys[at] = key;
        values[at] = value;
    }

    private static int slotOf(long key, long[] in) {
        int mask = in.length - 1;
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        int at = (int) (mixed >>> 32) & mask;
        while (in[at] != 0 && in[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] wider = new long[keys.length * 2];
        int[] widerValues = new int[wider.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == 0) continue;

            int at = slotOf(keys[i], wider);
            wider[at] = keys[i];
            widerValues[at] = values[i];
        }
        keys = wider;
        values = widerValues;
    }

    int size() {
        return size;
    }
}
