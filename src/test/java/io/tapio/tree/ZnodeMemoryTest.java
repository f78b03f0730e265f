package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

/**
 * What znodes cost in memory. As a program, it prints the bytes for each of a million znodes (or as
 * many as its argument says).
 */
final class ZnodeMemoryTest {
    private static final int PARENTS = 1000;
    private static final int MOST_BYTES = 260;

    @Test
    void aZnodeOfAHundredBytesTakesNotMuchMore() {
        assertThat(bytesPerZnode(300_000)).isBetween(120L, (long) MOST_BYTES);
    }

    public static void main(String[] args) {
        int count = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        System.out.println(count + " znodes of 100 B: " + bytesPerZnode(count) + " B each");
    }

    private static long bytesPerZnode(int count) {
        long before = liveBytes();
        var tree = new DataTree(OwnerRules.DEFAULT);
        Bytes data = Bytes.wrap(new byte[100]);
        for (int i = 0; i < PARENTS; i++) {
            tree.create(parent(i), Bytes.EMPTY, Acl.OPEN, 0, i + 1, i, i);
        }
        for (int i = 0; i < count; i++) {
            Bytes path = Bytes.utf8(parent(i % PARENTS) + String.format("/n%010d", i));
            tree.create(path, data, Acl.OPEN, 0, i / PARENTS + 1, PARENTS + i, i);
        }
        long after = liveBytes();
        Reference.reachabilityFence(tree);
        return (after - before) / count;
    }

    private static Bytes parent(int i) {
        return Bytes.utf8("/parent-" + i);
    }

    private static long liveBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
