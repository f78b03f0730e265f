package io.tapio.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that knows which of its bytes would outlive the machine: those that were forced. */
final class MemoryFile {
    private static final int PAGE_BYTES = 4096;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(PAGE_BYTES).asReadOnlyBuffer();

    private List<byte @Nullable []> pages = new ArrayList<>(); // null: zeros
    private final List<byte @Nullable []> forced = new ArrayList<>();
    private final BitSet changed = new BitSet(); // pages that may differ from the forced ones
    private long size;
    private long forcedSize;

    synchronized long size() {
        return size;
    }

    synchronized int read(ByteBuffer target, long at) {
        if (at >= size) return -1;

        int page = page(at);
        int offset = offset(at);
        long wanted = Math.min(target.remaining(), size - at);
        int count = (int) Math.min(wanted, PAGE_BYTES - offset);
        byte[] bytes = pages.get(page);
        if (bytes == null) target.put(ZEROS.slice(0, count));
        else target.put(bytes, offset, count);
        return count;
    }

    synchronized int write(ByteBuffer source, long at) {
        int count = source.remaining();
        extend(at + count);
        for (long to = at; source.hasRemaining(); ) {
            int offset = offset(to);
            int part = Math.min(source.remaining(), PAGE_BYTES - offset);
            put(page(to), offset, source.slice().limit(part));
            source.position(source.position() + part);
            to += part;
        }
        return count;
    }

    private void extend(long to) {
        size = Math.max(size, to);
        while ((long) pages.size() * PAGE_BYTES < size) {
            changed.set(pages.size());
            pages.add(null);
        }
    }

    private void put(int page, int offset, ByteBuffer source) {
        byte[] there = pages.get(page);
        if (there == null && isZero(source)) return;

        if (there == null || !changed.get(page)) {
            there = there == null ? new byte[PAGE_BYTES] : there.clone();
            pages.set(page, there);
            changed.set(page);
        }
        source.get(there, offset, source.remaining());
    }

    private static boolean isZero(ByteBuffer source) {
        return source.mismatch(ZEROS.slice(0, source.remaining())) < 0;
    }

    synchronized void force() {
        while (forced.size() > pages.size()) forced.removeLast();
        while (forced.size() < pages.size()) forced.add(null);
        changed.stream().forEach(page -> forced.set(page, pages.get(page)));
        changed.clear();
        forcedSize = size;
    }

    synchronized void truncate(long to) {
        if (to >= size) return;

        size = to;
        int kept = page(to + PAGE_BYTES - 1);
        while (pages.size() > kept) pages.removeLast();
        changed.clear(kept, Integer.MAX_VALUE);
        int offset = offset(to);
        if (offset > 0) put(kept - 1, offset, ByteBuffer.allocate(PAGE_BYTES - offset));
    }

    /** The machine went down: what was not forced is gone. */
    synchronized void forget() {
        pages = new ArrayList<>(forced);
        size = forcedSize;
        changed.clear();
    }

    private static int page(long at) {
        return Math.toIntExact(at / PAGE_BYTES);
    }

    private static int offset(long at) {
        return (int) (at % PAGE_BYTES);
    }
}
