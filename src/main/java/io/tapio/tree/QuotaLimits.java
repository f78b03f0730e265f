package io.tapio.tree;

/**
 * How many znodes and bytes a subtree may have, as the text of {@code zookeeper_limits} says; -1
 * for no limit. Soft limits warn, hard ones forbid.
 *
 * <p>{@code count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=8}; the hard part may be missing.
 * What cannot be read is no limit.
 */
public record QuotaLimits(long count, long bytes, long countHard, long bytesHard) {
    public static final long NONE = -1;

    public static QuotaLimits parse(String text) {
        return new QuotaLimits(
                QuotaText.value(text, "count", NONE),
                QuotaText.value(text, "bytes", NONE),
                QuotaText.value(text, "countHardLimit", NONE),
                QuotaText.value(text, "byteHardLimit", NONE));
    }

    /** The soft limit in force: a hard limit takes its place. */
    public long softCount() {
        return countHard >= 0 ? NONE : count;
    }

    /** The soft limit in force: a hard limit takes its place. */
    public long softBytes() {
        return bytesHard >= 0 ? NONE : bytes;
    }
}
