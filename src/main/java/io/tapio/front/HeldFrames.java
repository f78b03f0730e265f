package io.tapio.front;

import io.tapio.wire.Frames;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Frames that came before their session could have them, in order. */
final class HeldFrames {
    private final ArrayDeque<Frames> waiting = new ArrayDeque<>();
    private int next; // of the first in line
    private int bytes;

    void add(Frames frames, int from) {
        if (from == frames.count()) return;

        if (waiting.isEmpty()) {
            next = from;
            bytes = 0;
        }
        waiting.add(from == 0 || waiting.isEmpty() ? frames : part(frames, from, frames.count()));
        bytes += frames.array().length;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The bytes of the arrays kept here. */
    int bytes() {
        return bytes;
    }

    /** The next frames that {@code pacing} admits, or nothing if they have to wait longer. */
    @Nullable Frames take(Pacing pacing) {
        Frames first = waiting.peek();
        if (first == null) return null;

        int from = next;
        next = pacing.admit(first, from);
        int admitted = next;
        if (admitted == first.count()) {
            waiting.remove();
            bytes -= first.array().length;
            next = 0;
        }
        return admitted == from ? null : part(first, from, admitted);
    }

    /** The frames from {@code from} up to, not including, {@code to}. */
    static Frames part(Frames frames, int from, int to) {
        if (from == 0 && to == frames.count()) return frames;

        Frames part = new Frames(frames.array(), to - from);
        for (int frame = from; frame < to; frame++) {
            part.add(frames.start(frame), frames.end(frame));
        }
        return part;
    }
}
