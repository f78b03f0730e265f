package io.tapio.log;

import io.tapio.model.Zxid;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Places inside segments that readers have passed, so that the next one need not begin at the top.
 *
 * <p>For many threads.
 */
final class Signposts {
    private static final long EVERY_BYTES = 1 << 20;

    /**
     * @param highest no entry before the place is after this one
     */
    record Post(SegmentCursor.Place place, Zxid highest) {}

    private final Map<Long, List<Post>> posts = new ConcurrentHashMap<>(); // by first sequence

    static Post atBegin(Journal.Segment segment) {
        SegmentHeader header = segment.header();
        return new Post(
                new SegmentCursor.Place(
                        SegmentHeader.BYTES,
                        header.firstSequence() - 1,
                        header.previousCrc(),
                        header.before()),
                header.before().last());
    }

    /** The last known place in the segment that has no entry after {@code after} before it. */
    Post before(Zxid after, Journal.Segment segment) {
        Post best = atBegin(segment);
        for (Post each : posts.getOrDefault(segment.header().firstSequence(), List.of())) {
            if (each.highest().isAfter(after)) break;
            best = each;
        }
        return best;
    }

    /** A reader is here, and the highest entry so far in this segment was {@code highest}. */
    void passed(Journal.Segment segment, SegmentCursor at, Zxid highest) {
        List<Post> known =
                posts.computeIfAbsent(
                        segment.header().firstSequence(), first -> new CopyOnWriteArrayList<>());
        if (at.position() < end(known) + EVERY_BYTES) return;

        synchronized (known) {
            if (at.position() < end(known) + EVERY_BYTES) return;
            known.add(new Post(at.place(), highest));
        }
    }

    private static long end(List<Post> known) {
        return known.isEmpty() ? 0 : known.getLast().place().position();
    }

    /** Those segments are no more. */
    void forgetBefore(long firstSequence) {
        posts.keySet().removeIf(each -> each < firstSequence);
    }
}
