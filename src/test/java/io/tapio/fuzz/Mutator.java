package io.tapio.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes new inputs of old ones: lies about lengths, flips, cuts, joins, repeats. */
final class Mutator {
    private static final int LENGTH_MAX = 1 << 16;
    private static final int KEPT_MAX = 4096;
    private static final int[] LIES = {
        Integer.MIN_VALUE,
        -2,
        -1,
        0,
        1,
        2,
        7,
        8,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        1 << 20,
        1 << 24,
        1 << 30,
        Integer.MAX_VALUE - 8,
        Integer.MAX_VALUE
    };
    private static final List<String> WORDS =
            List.of("=", ":", "/", ",", ";", "|", "\\u", "\\", "..", "::", "%", "\n", "-1", "\0");

    private final RandomGenerator random;
    private final List<byte[]> pool;

    Mutator(RandomGenerator random, List<byte[]> seeds) {
        this.random = random;
        this.pool = new ArrayList<>(seeds);
    }

    byte[] next() {
        byte[] input = any();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            input = mutated(input);
        }
        return input.length <= LENGTH_MAX ? input : Arrays.copyOf(input, LENGTH_MAX);
    }

    /** An input that was taken is worth to be gone on from. */
    void keep(byte[] input) {
        if (pool.size() < KEPT_MAX) pool.add(input);
        else if (random.nextInt(16) == 0) pool.set(random.nextInt(pool.size()), input);
    }

    private byte[] any() {
        return pool.get(random.nextInt(pool.size())).clone();
    }

    private byte[] mutated(byte[] input) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> flipped(input);
            case 2, 3 -> lie(input);
            case 4 -> Arrays.copyOf(input, random.nextInt(input.length + 1));
            case 5 -> joined(input, any());
            case 6 -> repeated(input);
            case 7 -> with(input, WORDS.get(random.nextInt(WORDS.size())));
            default -> changed(input);
        };
    }

    private byte[] flipped(byte[] input) {
        for (int i = 1 + random.nextInt(4); i > 0 && input.length > 0; i--) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private byte[] changed(byte[] input) {
        if (input.length > 0) input[random.nextInt(input.length)] = (byte) random.nextInt();
        return input;
    }

    /** Overwrites four bytes, which may well be somebody's length; often a near miss. */
    private byte[] lie(byte[] input) {
        if (input.length < 4) return input;

        int at = random.nextInt(input.length - 3);
        ByteBuffer bytes = ByteBuffer.wrap(input);
        int lie = LIES[random.nextInt(LIES.length)];
        bytes.putInt(at, random.nextBoolean() ? lie : bytes.getInt(at) + random.nextInt(-2, 3));
        return input;
    }

    private byte[] joined(byte[] one, byte[] other) {
        int from = random.nextInt(other.length + 1);
        int keep = random.nextInt(one.length + 1);
        byte[] joined = Arrays.copyOf(one, keep + other.length - from);
        System.arraycopy(other, from, joined, keep, other.length - from);
        return joined;
    }

    private byte[] repeated(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(input.length - from + 1);
        byte[] repeated = Arrays.copyOf(input, input.length + to - from);
        System.arraycopy(input, from, repeated, to, input.length - from);
        return repeated;
    }

    private byte[] with(byte[] input, String word) {
        byte[] more = word.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(input.length + 1);
        byte[] with = Arrays.copyOf(input, input.length + more.length);
        System.arraycopy(input, at, with, at + more.length, input.length - at);
        System.arraycopy(more, 0, with, at, more.length);
        return with;
    }
}
