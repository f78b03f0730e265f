package io.tapio.tree;

import io.tapio.model.Bytes;

/**
 * How many znodes a subtree has, its top included, and the bytes of their data; kept as the text of
 * {@code zookeeper_stats}. What cannot be read is 0.
 */
public record QuotaUsage(long count, long bytes) {

    public static QuotaUsage parse(String text) {
        return new QuotaUsage(QuotaText.value(text, "count", 0), QuotaText.value(text, "bytes", 0));
    }

    public Bytes text() {
        return Bytes.utf8("count=" + count + ",bytes=" + bytes);
    }

    public QuotaUsage plus(long moreCount, long moreBytes) {
        return new QuotaUsage(count + moreCount, bytes + moreBytes);
    }
}
