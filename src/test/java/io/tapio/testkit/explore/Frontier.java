package io.tapio.testkit.explore;

import java.util.ArrayDeque;
import java.util.Deque;

/** Worlds in the order in which they were found, to be gone on from; first in, first out. */
final class Frontier {
    private static final int CHUNK = 1 << 12;

    private final int width;
    private final Deque<int[]> chunks = new ArrayDeque<>();
    private int read = CHUNK;
    private int written = CHUNK;
    private int[] reading = new int[0];
    private int[] writing = new int[0];
    private long size;

    Frontier(int width) {
        this.width = width;
    }

    void add(int[] world) {
        if (written == CHUNK) {
            writing = new int[CHUNK * width];
            chunks.add(writing);
            written = 0;
        }
        System.arraycopy(world, 0, writing, written * width, width);
        written++;
        size++;
    }

    void next(int[] into) {
        if (read == CHUNK) {
            reading = chunks.remove();
            read = 0;
        }
        System.arraycopy(reading, read * width, into, 0, width);
        read++;
        size--;
    }

    long size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
