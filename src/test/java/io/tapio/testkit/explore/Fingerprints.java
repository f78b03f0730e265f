package io.tapio.testkit.explore;

/** A set of worlds, of each of which 64 bits are kept. */
final class Fingerprints {
    private long[] table = new long[1 << 16];
    private int size;

    /** Whether this world was not there yet. */
    boolean add(int[] world) {
        if (size * 4L > table.length * 3L) grow();
        return put(of(world), table);
    }

    private boolean put(long print, long[] into) {
        int mask = into.length - 1;
        int at = (int) (print >>> 20) & mask;
        while (into[at] != 0) {
            if (into[at] == print) return false;
            at = (at + 1) & mask;
        }
        into[at] = print;
        size++;
        return true;
    }

    private static long of(int[] world) {
        long hash = 0x243F_6A88_85A3_08D3L;
        for (int each : world) {
            hash = (hash ^ each) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        hash = (hash ^ (hash >>> 32)) * 0xBF58_476D_1CE4_E5B9L;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }

    private void grow() {
        long[] wider = new long[table.length * 2];
        size = 0;
        for (long each : table) {
            if (each != 0) put(each, wider);
        }
        table = wider;
    }
}
