package io.tapio.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** One file: what programs read, what the platters have, and the writes between the two. */
final class SimFile {
    private static final int SECTOR = 512;
    private static final long NEVER = Long.MAX_VALUE;

    /** A write, or a change of length if {@code bytes} is null. */
    private static final class Op {
        final long at;
        final byte[] bytes;
        final long issued;
        long durable = NEVER;
        boolean lost;

        Op(long at, byte[] bytes, long issued) {
            this.at = at;
            this.bytes = bytes;
            this.issued = issued;
        }
    }

    private static final class Image {
        byte[] bytes;
        int size;

        Image(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        void write(long at, byte[] from, int offset, int length) {
            int end = (int) at + length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, Math.max(4096, 2 * bytes.length)));
            }
            System.arraycopy(from, offset, bytes, (int) at, length);
            size = Math.max(size, end);
        }

        void resize(int to) {
            if (to > bytes.length) bytes = Arrays.copyOf(bytes, to);
            if (to < size) Arrays.fill(bytes, to, size, (byte) 0);
            size = to;
        }

        void apply(Op op) {
            if (op.bytes == null) resize((int) op.at);
            else write(op.at, op.bytes, 0, op.bytes.length);
        }

        Image copy() {
            return new Image(Arrays.copyOf(bytes, size), size);
        }
    }

    private Image live = new Image(new byte[0], 0);
    private Image safe = new Image(new byte[0], 0);
    private final Deque<Op> ops = new ArrayDeque<>();

    /** What a backup gets: what programs read. */
    SimFile copy() {
        var copy = new SimFile();
        copy.live = live.copy();
        copy.safe = live.copy();
        return copy;
    }

    /** All that was written is on the platters. */
    void flush() {
        become(live.copy());
    }

    int size() {
        return live.size;
    }

    byte[] bytes() {
        return live.bytes;
    }

    void write(long at, byte[] bytes, long now) {
        var op = new Op(at, bytes, now);
        live.apply(op);
        ops.add(op);
    }

    void resize(long to, long now) {
        var op = new Op(to, null, now);
        live.apply(op);
        ops.add(op);
    }

    /** All that was written is on the platters from {@code done} on. */
    void force(long now, long done) {
        settle(now);
        for (Op op : ops) {
            if (!op.lost) op.durable = Math.min(op.durable, done);
        }
    }

    /** The flush fails: some of what was written will never be there, and nobody is told twice. */
    void forceFails(long now, RandomGenerator random) {
        for (Op op : ops) {
            if (op.durable != NEVER) continue;
            op.lost = random.nextBoolean();
            op.durable = now;
        }
    }

    private void settle(long now) {
        while (!ops.isEmpty() && ops.peek().durable <= now) {
            Op op = ops.remove();
            if (!op.lost) safe.apply(op);
        }
    }

    /** The process is gone, the machine is not: all that it had written stays. */
    void kill(long now) {
        boolean clean = ops.stream().allMatch(op -> op.issued <= now && !op.lost);
        if (clean) return;

        Image image = safe.copy();
        for (Op op : ops) {
            if (op.issued <= now && !op.lost) image.apply(op);
        }
        become(image);
    }

    /** The power is gone: what was not flushed stays, or goes, or stays in parts. */
    void cutPower(long now, RandomGenerator random) {
        settle(now);
        Image image = safe.copy();
        for (Op op : ops) {
            if (op.issued > now || op.lost) continue;
            switch (random.nextInt(3)) {
                case 0 -> image.apply(op);
                case 1 -> tear(op, image, random);
                default -> {}
            }
        }
        become(image);
    }

    private static void tear(Op op, Image image, RandomGenerator random) {
        if (op.bytes == null) return;

        int from = 0;
        while (from < op.bytes.length) {
            long at = op.at + from;
            int length = (int) Math.min(op.bytes.length - from, SECTOR - at % SECTOR);
            if (random.nextBoolean()) image.write(at, op.bytes, from, length);
            from += length;
        }
    }

    private void become(Image image) {
        live = image;
        safe = image.copy();
        ops.clear();
    }

    /** Becomes that, on the platters too. */
    void replace(byte[] content) {
        become(new Image(content.clone(), content.length));
    }

    /** What somebody does to the platters; {@code how} works on a copy. */
    void damage(java.util.function.UnaryOperator<byte[]> how) {
        replace(how.apply(Arrays.copyOf(live.bytes, live.size)));
    }

    /** Where what is written ends and zeros begin. */
    int used() {
        int end = live.size;
        while (end > 0 && live.bytes[end - 1] == 0) end--;
        return end;
    }

    static List<Integer> sectors(int used) {
        var found = new ArrayList<Integer>();
        for (int at = 0; at < used; at += SECTOR) found.add(at);
        return found;
    }
}
