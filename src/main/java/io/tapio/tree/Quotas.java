package io.tapio.tree;

import io.tapio.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of subtrees and what is used of them (Administrator's Guide, Quotas).
 *
 * <p>The subtree {@code /a} is limited by {@code /zookeeper/quota/a/zookeeper_limits}; what it uses
 * stands in {@code zookeeper_stats} beside, kept up to date as the tree changes. The texts of these
 * znodes are all there is: nothing is remembered besides. Of all subtrees a path lies in, only the
 * deepest that has limits governs it; limits of the root itself are ignored. Without a stats znode
 * nothing is counted or checked.
 */
public final class Quotas {
    private static final Bytes PREFIX = Bytes.utf8("/zookeeper/quota/");
    private static final Bytes LIMITS = Bytes.utf8("zookeeper_limits");
    private static final Bytes STATS = Bytes.utf8("zookeeper_stats");

    private final DataTree tree;
    private int limited; // limits znodes, those of the root not counted

    Quotas(DataTree tree) {
        this.tree = tree;
    }

    public enum Dimension {
        COUNT,
        BYTES
    }

    /** A limit of a subtree, and the usage beyond it that a change leads to. */
    public record Excess(Bytes quotaPath, Dimension dimension, long limit, long usage) {}

    /** One limited subtree; its usage is 0 if nobody counts. */
    public record Quota(Bytes path, QuotaLimits limits, QuotaUsage usage) {}

    /** All limited subtrees, in no order. */
    public List<Quota> all() {
        var quotas = new ArrayList<Quota>();
        Znode top = limited == 0 ? null : tree.find(DataTree.QUOTA_PATH);
        if (top == null) return quotas;

        for (Znode each = tree.after(top, top); each != top; each = tree.after(each, top)) {
            Znode limits = limits(each);
            if (limits != null) quotas.add(quota(each, limits));
        }
        return quotas;
    }

    /** The quota that governs a path. */
    public Optional<Quota> governing(Bytes path) {
        Znode place = governingPlace(path);
        if (place == null) return Optional.empty();

        return Optional.ofNullable(limits(place)).map(limits -> quota(place, limits));
    }

    /**
     * The hard limit that a change would leave exceeded. A dimension that does not change is not
     * looked at; one that shrinks is.
     */
    public Optional<Excess> check(Bytes path, long countDelta, long bytesDelta) {
        return counted(path)
                .flatMap(
                        quota ->
                                excess(
                                        quota,
                                        countDelta,
                                        quota.limits.countHard(),
                                        bytesDelta,
                                        quota.limits.bytesHard()));
    }

    /** The soft limit that a change would leave exceeded, unless a hard limit stands beside it. */
    public Optional<Excess> softExceeded(Bytes path, long countDelta, long bytesDelta) {
        return counted(path)
                .flatMap(
                        quota ->
                                excess(
                                        quota,
                                        countDelta,
                                        quota.limits.softCount(),
                                        bytesDelta,
                                        quota.limits.softBytes()));
    }

    /** Counts a znode that has just come into being. */
    void created(Znode node, Bytes path) {
        if (path.startsWith(PREFIX)) {
            if (isLimits(path)) limited++;
            if (endsIn(path, STATS)) recompute(node, subtree(path));
        }
        charge(path, 1, node.dataLength());
    }

    /** Counts a znode out that has just gone. */
    void deleted(Bytes path, int dataLength) {
        if (path.startsWith(PREFIX) && isLimits(path)) limited--;
        charge(path, -1, -dataLength);
    }

    /** Counts new data. */
    void charge(Bytes path, int count, int bytes) {
        if (limited == 0 || (count == 0 && bytes == 0)) return;

        Znode place = governingPlace(path);
        Znode stats = place == null ? null : stats(place);
        if (stats != null) tree.replaceQuietly(stats, usage(stats).plus(count, bytes).text());
    }

    /** Counts the limits of a tree that was built from a snapshot; the usage is as it was. */
    void restore() {
        Znode top = tree.find(DataTree.QUOTA_PATH);
        if (top == null) return;
        for (Znode each = tree.after(top, top); each != top; each = tree.after(each, top)) {
            if (limits(each) != null) limited++;
        }
    }

    private Optional<Quota> counted(Bytes path) {
        Znode place = governingPlace(path);
        return place == null || stats(place) == null ? Optional.empty() : governing(path);
    }

    private static Optional<Excess> excess(
            Quota quota, long countDelta, long countLimit, long bytesDelta, long bytesLimit) {
        QuotaUsage then = quota.usage.plus(countDelta, bytesDelta);
        if (countDelta != 0 && countLimit >= 0 && then.count() > countLimit) {
            return Optional.of(new Excess(quota.path, Dimension.COUNT, countLimit, then.count()));
        }
        if (bytesDelta != 0 && bytesLimit >= 0 && then.bytes() > bytesLimit) {
            return Optional.of(new Excess(quota.path, Dimension.BYTES, bytesLimit, then.bytes()));
        }
        return Optional.empty();
    }

    /** The znode below {@code /zookeeper/quota} that stands for the subtree governing a path. */
    private @Nullable Znode governingPlace(Bytes path) {
        if (limited == 0) return null;

        Znode deepest = null;
        Znode place = tree.find(DataTree.QUOTA_PATH);
        int start = 1;
        while (place != null && start < path.length()) {
            int end = start;
            while (end < path.length() && path.at(end) != '/') {
                end++;
            }
            int offset = path.offset();
            place = tree.child(place, path.array(), offset + start, offset + end);
            if (place != null && limits(place) != null) deepest = place;
            start = end + 1;
        }
        return deepest;
    }

    private void recompute(Znode stats, Bytes subtree) {
        Znode top = tree.find(subtree);
        QuotaUsage usage = new QuotaUsage(0, 0);
        if (top != null) {
            Znode each = top;
            do {
                usage = usage.plus(1, each.dataLength());
                each = tree.after(each, top);
            } while (each != top);
        }
        tree.replaceQuietly(stats, usage.text());
    }

    private Quota quota(Znode place, Znode limits) {
        Znode stats = stats(place);
        return new Quota(
                place.path().slice(PREFIX.length() - 1, place.pathLength()),
                QuotaLimits.parse(limits.data().toString()),
                stats == null ? new QuotaUsage(0, 0) : usage(stats));
    }

    private @Nullable Znode limits(Znode place) {
        return tree.child(place, LIMITS);
    }

    private @Nullable Znode stats(Znode place) {
        return tree.child(place, STATS);
    }

    private static QuotaUsage usage(Znode stats) {
        return QuotaUsage.parse(stats.data().toString());
    }

    private static boolean isLimits(Bytes path) {
        return endsIn(path, LIMITS) && !subtree(path).isEmpty();
    }

    /** Whether the path of something below the quotas ends in this name. */
    private static boolean endsIn(Bytes path, Bytes name) {
        int from = path.length() - name.length();
        return from >= PREFIX.length()
                && path.at(from - 1) == '/'
                && path.slice(from, path.length()).equals(name);
    }

    /** The subtree that a limits or stats znode speaks of; empty for the whole tree. */
    private static Bytes subtree(Bytes path) {
        return path.slice(
                PREFIX.length() - 1, Math.max(PREFIX.length() - 1, path.lastIndexOf((byte) '/')));
    }
}
