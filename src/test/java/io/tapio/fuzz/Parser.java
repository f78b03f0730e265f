package io.tapio.fuzz;

import java.util.List;

/**
 * A parser of bytes from outside, with inputs that it takes, to begin from.
 *
 * @param cost how many times as long as a plain one it takes, so that it gets so many inputs less
 * @param bytesPerByte how much memory it may take, all in all, for each byte of an input
 */
public record Parser(String name, int cost, int bytesPerByte, List<byte[]> seeds, Reading reading) {
    private static final int BYTES_PER_BYTE = 256;

    /** What a parser does with an input. */
    public interface Reading {
        /**
         * Whether it was taken; false if it was refused as documented. Throws whatever else comes
         * of it, and complains if it reads differently a second time.
         */
        boolean takes(byte[] input) throws Exception;
    }

    public Parser {
        seeds = List.copyOf(seeds);
    }

    public Parser(String name, List<byte[]> seeds, Reading reading) {
        this(name, 1, seeds, reading);
    }

    public Parser(String name, int cost, List<byte[]> seeds, Reading reading) {
        this(name, cost, BYTES_PER_BYTE, seeds, reading);
    }

    /** Complains unless what was written back is read as the same. */
    public static void same(Object read, Object again) {
        if (!read.equals(again)) throw new AssertionError(read + " comes back as " + again);
    }

    @Override
    public String toString() {
        return name;
    }
}
