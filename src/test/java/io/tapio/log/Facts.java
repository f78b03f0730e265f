package io.tapio.log;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Makes facts for tests. */
final class Facts {
    static final DigestMark NO_MARK = new DigestMark(Zxid.NONE, 0);

    private Facts() {}

    static Zxid zxid(int epoch, int counter) {
        return Zxid.of(epoch, counter);
    }

    /** Entries of random bytes, none of them zero, with the counters {@code from} to {@code to}. */
    static Entries entries(int epoch, int from, int to, int bytesEach, RandomGenerator random) {
        ByteBuffer out = ByteBuffer.allocate((to - from + 1) * (4 + bytesEach));
        for (int counter = from; counter <= to; counter++) {
            out.putInt(bytesEach);
            for (int i = 0; i < bytesEach; i++) out.put((byte) random.nextInt(1, 256));
        }
        return new Entries(Zxid.of(epoch, from), Zxid.of(epoch, to), Bytes.wrap(out.array()));
    }

    static JournalFact.EntriesAppended appended(
            int epoch, int from, int to, int bytesEach, RandomGenerator random) {
        return new JournalFact.EntriesAppended(
                entries(epoch, from, to, bytesEach, random), Zxid.NONE, NO_MARK);
    }
}
