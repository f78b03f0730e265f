package io.tapio.front;

import io.tapio.wire.Frames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what was read into frames, all of one read in one pass and into one array.
 *
 * <p>One cutter serves all connections of a port: {@link #rest} and {@link #isMalformed} speak of
 * the last {@link #cut}.
 */
final class FrameCutter {
    private final int maxFrameBytes;
    private @Nullable CutFrame rest;
    private boolean malformed;
    private int malformedLength;

    FrameCutter(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Takes all of {@code in}, which follows the bytes of {@code before}. Returns the frames that
     * are complete now, or nothing if none is; bytes after a malformed length are dropped.
     */
    @Nullable Frames cut(@Nullable CutFrame before, ByteBuffer in) {
        rest = before;
        malformed = false;
        if (before != null && !before.fillTo(4, in)) return null;

        int from = in.position();
        if (before != null && !completes(before, in)) return null;

        int end = endOfLastFrame(in);
        Frames frames = frames(before, in, from, end);
        rest = null;
        in.position(end);
        if (!malformed && in.hasRemaining()) rest = restOf(in);
        in.position(in.limit());
        return frames;
    }

    /** What is left of a cut frame, to be given back with the next bytes. */
    @Nullable CutFrame rest() {
        return rest;
    }

    boolean isMalformed() {
        return malformed;
    }

    int malformedLength() {
        return malformedLength;
    }

    /** True if {@code in} has all that the cut frame lacks, and then stands behind that. */
    private boolean completes(CutFrame before, ByteBuffer in) {
        int length = before.header();
        if (!isPossible(length)) return false;

        int missing = 4 + length - before.length();
        if (missing > in.remaining()) {
            before.fillTo(4 + length, in);
            return false;
        }
        in.position(in.position() + missing);
        return true;
    }

    private int endOfLastFrame(ByteBuffer in) {
        int at = in.position();
        while (in.limit() - at >= 4) {
            int length = in.getInt(at);
            if (!isPossible(length) || length > in.limit() - at - 4) break;
            at += 4 + length;
        }
        return at;
    }

    private boolean isPossible(int length) {
        if (length >= 0 && length <= maxFrameBytes) return true;

        malformed = true;
        malformedLength = length;
        return false;
    }

    private static @Nullable Frames frames(
            @Nullable CutFrame before, ByteBuffer in, int from, int end) {
        int earlier = before == null ? 0 : before.length();
        if (before == null && end == from) return null;

        byte[] array = new byte[earlier + end - from];
        if (before != null) before.copyTo(array);
        in.get(from, array, earlier, end - from);
        Frames frames = new Frames(array, countIn(array));
        for (int at = 0; at < array.length; ) {
            int frameEnd = at + 4 + BigEndian.int32(array, at);
            frames.add(at + 4, frameEnd);
            at = frameEnd;
        }
        return frames;
    }

    private static int countIn(byte[] array) {
        int count = 0;
        for (int at = 0; at < array.length; at += 4 + BigEndian.int32(array, at)) {
            count++;
        }
        return count;
    }

    private CutFrame restOf(ByteBuffer in) {
        CutFrame cut = new CutFrame();
        if (cut.fillTo(4, in)) cut.fillTo(4 + cut.header(), in);
        return cut;
    }
}
