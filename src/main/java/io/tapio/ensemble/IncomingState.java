package io.tapio.ensemble;

import io.tapio.log.SnapshotFeed;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A state on its way from the leader to our disk, at most one at a time. Written down as it comes;
 * it replaces ours only when all of it has come.
 */
final class IncomingState {
    private final Consumer<SnapshotFeed> disk;
    private @Nullable Zxid offered;
    private @Nullable ServerId from;
    private @Nullable SnapshotFeed feed; // since the first piece has come
    private @Nullable DigestMark mark; // since the last piece has come

    /** {@code disk} is given a feed as soon as there is something in it. */
    IncomingState(Consumer<SnapshotFeed> disk) {
        this.disk = disk;
    }

    void offered(ServerId leader, Zxid at) {
        drop("another state is offered");
        from = leader;
        offered = at;
    }

    /** Whether it is this one that sends us its state. */
    boolean isFrom(ServerId peer) {
        return peer.equals(from);
    }

    void chunk(Bytes bytes) {
        SnapshotFeed open = open();
        if (open != null) open.add(bytes.toArray(), bytes.length());
    }

    /** All of it has come; at which entry it is, or null if it is not wanted any more. */
    @Nullable Zxid end(DigestMark digest) {
        SnapshotFeed open = open();
        if (open == null) return null;

        mark = digest;
        return open.at();
    }

    private @Nullable SnapshotFeed open() {
        if (feed == null && offered != null) {
            feed = new SnapshotFeed(offered);
            disk.accept(feed);
        }
        return feed;
    }

    /** What has come may replace our own. */
    void install() {
        if (feed != null && mark != null) feed.end(mark);
        forget();
    }

    /** Whether the state at {@code at} is still on its way. */
    boolean isComing(Zxid at) {
        return at.equals(offered) && mark == null;
    }

    /** Whether the disk is behind with what has come. */
    boolean isAhead() {
        return feed != null && mark == null && !feed.wantsMore();
    }

    void drop(String reason) {
        if (feed != null) feed.abort(reason);
        forget();
    }

    private void forget() {
        offered = null;
        from = null;
        feed = null;
        mark = null;
    }
}
