package io.tapio.front;

import io.tapio.front.FrontSettings.Pressure;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;

/**
 * How much of one client may be in the house at once.
 *
 * <p>Small requests can ask for large answers: a thousand pipelined reads of 40 bytes each may
 * answer with a gigabyte. Requests of that kind are therefore admitted by the dozen, and more only
 * as they are answered. They are counted in two halves, an older and a newer one, so that a steady
 * stream never has to run dry: the newer half becomes the older when all of that is answered.
 */
final class Pacing {
    private static final int HALF = 16;

    private static final long LARGE =
            1L << OpCode.GET_DATA
                    | 1L << OpCode.GET_ACL
                    | 1L << OpCode.GET_CHILDREN
                    | 1L << OpCode.GET_CHILDREN2
                    | 1L << OpCode.MULTI_READ;

    private int admitted; // the number of the last request admitted; may wrap around
    private int unanswered; // of those; replies keep the order of requests
    private int unansweredBytes;
    private int olderLast; // the last request of the older half
    private int newerLast; // and of the newer one
    private int newerCount;

    int unanswered() {
        return unanswered;
    }

    boolean exceeds(Pressure limits) {
        return unanswered > limits.unanswered() || unansweredBytes > limits.unansweredBytes();
    }

    boolean isBelowHalf(Pressure limits) {
        return unanswered <= limits.unanswered() / 2
                && unansweredBytes <= limits.unansweredBytes() / 2;
    }

    /** Admits what it may of {@code frames}; returns the first one that has to wait. */
    int admit(Frames frames, int from) {
        byte[] array = frames.array();
        int bytes = 0;
        int frame = from;
        for (; frame < frames.count(); frame++) {
            int length = frames.length(frame);
            if (length >= 8 && isLarge(BigEndian.int32(array, frames.start(frame) + 4))) {
                if (!admitsLarge()) break;
                newerLast = admitted + 1;
                newerCount++;
            }
            admitted++;
            unanswered++;
            bytes += length;
        }
        unansweredBytes += bytes;
        return frame;
    }

    /** Returns about how many bytes these requests had. */
    int answered(int count) {
        int answered = Math.min(count, unanswered); // events are sent with a count of 0
        if (answered <= 0) return 0;

        int bytes = (int) ((long) unansweredBytes * answered / unanswered);
        unanswered -= answered;
        unansweredBytes -= bytes;
        return bytes;
    }

    int unansweredBytes() {
        return unansweredBytes;
    }

    private static boolean isLarge(int opCode) {
        return (opCode & ~63) == 0 ? (LARGE >>> opCode & 1) != 0 : opCode == OpCode.GET_EPHEMERALS;
    }

    private boolean admitsLarge() {
        if (newerCount == 0 || isAnswered(newerLast)) {
            olderLast = admitted - unanswered;
            newerCount = 0;
        } else if (newerCount == HALF) {
            if (!isAnswered(olderLast)) return false;
            olderLast = newerLast;
            newerCount = 0;
        }
        return true;
    }

    private boolean isAnswered(int request) {
        return request - (admitted - unanswered) <= 0;
    }
}
