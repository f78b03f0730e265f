package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PathHashTest {

    @Test
    void thePathHashesLikeItsNamesOneByOneWhereverItLies() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String path = randomPath(random);
            int expected = PathHash.fold(PathHash.ROOT);
            for (String name : path.substring(1).split("/", -1)) {
                byte[] bytes = bytes(name);
                expected = PathHash.fold(PathHash.ofChild(expected, bytes, 0, bytes.length));
            }
            byte[] before = new byte[random.nextInt(12)];
            byte[] after = new byte[random.nextInt(12)];
            Arrays.fill(before, (byte) '/');
            Arrays.fill(after, (byte) random.nextInt(256));
            byte[] array = Bytes.utf8(path).toArray();
            byte[] all = new byte[before.length + array.length + after.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(array, 0, all, before.length, array.length);
            System.arraycopy(after, 0, all, before.length + array.length, after.length);

            int hash = PathHash.ofPath(all, before.length, before.length + array.length);

            assertThat(hash).as(path).isEqualTo(expected);
        }
    }

    static Stream<IntFunction<String>> manners() {
        return Stream.of(
                i -> String.format("/key-%010d", i),
                i -> "/n" + i,
                i -> "/" + i + "/x",
                i -> String.format("/%08x", i),
                i -> String.format("/%08x", Integer.reverse(i)),
                i -> "/a/b/c/lock-" + Integer.toString(i, 36),
                i -> "/" + "\u20ac".repeat(4) + (char) ('a' + i % 26) + i / 26);
    }

    @ParameterizedTest
    @MethodSource("manners")
    void namesAsPeopleGiveThemSpreadOverTheBuckets(IntFunction<String> names) {
        int bits = 16;
        int[] buckets = new int[1 << bits];
        for (int i = 0; i < 1 << bits; i++) {
            byte[] path = bytes(names.apply(i));
            buckets[PathHash.ofPath(path, 0, path.length) >>> (32 - bits)]++;
        }

        int most = 0;
        int empty = 0;
        for (int size : buckets) {
            most = Math.max(most, size);
            if (size == 0) empty++;
        }
        assertThat(most).isLessThan(12);
        assertThat((double) empty / buckets.length).isBetween(0.35, 0.39); // by chance: 1/e
    }

    @Test
    void noTwoOfManySmallTextsHashAlike() {
        var hashes = new HashSet<Long>();
        byte[] zeros = new byte[40];
        for (int length = 0; length <= 40; length++) {
            hashes.add(PathHash.ofBytes(1, zeros, 0, length));
            for (int bit = 0; bit < 8 * length; bit++) {
                byte[] text = new byte[length];
                text[bit / 8] = (byte) (1 << (bit % 8));
                hashes.add(PathHash.ofBytes(1, text, 0, length));
            }
        }

        assertThat(hashes).hasSize(41 + 8 * (40 * 41 / 2));
    }

    private static String randomPath(Random random) {
        var path = new StringBuilder();
        int depth = 1 + random.nextInt(5);
        for (int i = 0; i < depth; i++) {
            path.append('/');
            int length = random.nextInt(20);
            for (int j = 0; j < length; j++) {
                path.append((char) ('.' + 2 + random.nextInt(0x90)));
            }
        }
        return path.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
