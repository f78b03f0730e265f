package io.tapio.auth;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address, left-aligned in two longs; {@code width} is 32 or 128.
 *
 * <p>An IPv6 address that stands for an IPv4 one ({@code ::ffff:a.b.c.d}) is that IPv4 address, and
 * the zone of a link-local one ({@code %eth0}) is left out.
 */
record IpAddress(long high, long low, int width) {
    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffff;

    static Optional<IpAddress> parse(String text) {
        if (text.indexOf(':') < 0) {
            long v4 = v4(text);
            return v4 < 0 ? Optional.empty() : Optional.of(ofV4(v4));
        }
        int zone = text.indexOf('%');
        return v6(zone < 0 ? text : text.substring(0, zone));
    }

    private static IpAddress ofV4(long value) {
        return new IpAddress(value << 32, 0, 32);
    }

    /** Four decimal numbers of 0 to 255 with dots between, or -1. */
    private static long v4(String text) {
        long value = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int end = part == 3 ? text.length() : text.indexOf('.', at);
            int number = end < 0 ? -1 : number(text, at, end, 10, 3);
            if (number < 0 || number > 255) return -1;

            value = value << 8 | number;
            at = end + 1;
        }
        return value;
    }

    /** Groups of hexadecimal digits; one run of zero groups may be written as two colons. */
    private static Optional<IpAddress> v6(String text) {
        int gap = text.indexOf("::");
        var head = new Groups();
        var tail = new Groups();
        if (gap < 0) {
            return head.read(text) && head.count == GROUPS ? Optional.of(head.join(tail)) : none();
        }
        if (text.lastIndexOf('.', gap) >= 0) return none(); // only the end may be in IPv4 form

        boolean read = head.read(text.substring(0, gap)) && tail.read(text.substring(gap + 2));
        return read && head.count + tail.count < GROUPS ? Optional.of(head.join(tail)) : none();
    }

    private static Optional<IpAddress> none() {
        return Optional.empty();
    }

    /** The number between two places of at most {@code maxDigits} digits, or -1. */
    private static int number(String text, int from, int to, int radix, int maxDigits) {
        if (from >= to || to - from > maxDigits) return -1;

        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) return -1;
            value = value * radix + digit;
        }
        return value;
    }

    /** Some 16-bit groups on one side of the gap. */
    private static final class Groups {
        private final int[] values = new int[GROUPS];
        private int count;

        /** Reads groups with single colons between; nothing at all is no group. */
        boolean read(String text) {
            int at = 0;
            while (at < text.length()) {
                int colon = text.indexOf(':', at);
                int end = colon < 0 ? text.length() : colon;
                if (end == text.length() && text.indexOf('.', at) >= 0) return addV4(text, at);
                if (!add(number(text, at, end, 16, 4))) return false;
                if (colon == text.length() - 1) return false;

                at = end + 1;
            }
            return true;
        }

        /** The last two groups may be written as an IPv4 address. */
        private boolean addV4(String text, int at) {
            long v4 = v4(text.substring(at));
            return v4 >= 0 && add((int) (v4 >>> 16)) && add((int) (v4 & 0xffff));
        }

        private boolean add(int group) {
            if (group < 0 || count == GROUPS) return false;
            values[count++] = group;
            return true;
        }

        /** This at the front and {@code tail} at the back, zeros between. */
        IpAddress join(Groups tail) {
            long high = 0;
            long low = 0;
            for (int i = 0; i < GROUPS; i++) {
                int fromTail = i - (GROUPS - tail.count);
                int group = i < count ? values[i] : fromTail >= 0 ? tail.values[fromTail] : 0;
                if (i < 4) {
                    high = high << 16 | group;
                } else {
                    low = low << 16 | group;
                }
            }
            return high == 0 && low >>> 32 == MAPPED
                    ? ofV4(low & 0xffff_ffffL)
                    : new IpAddress(high, low, 128);
        }
    }
}
