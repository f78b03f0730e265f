package io.tapio.tree;

/** The texts that quotas are kept in: {@code key=number} pairs between commas and semicolons. */
final class QuotaText {
    private QuotaText() {}

    /** The number of the last pair with this key, or {@code absent}. */
    static long value(String text, String key, long absent) {
        long value = absent;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && text.charAt(to) != ',' && text.charAt(to) != ';') {
                to++;
            }
            int equals = text.indexOf('=', from);
            if (equals >= 0 && equals < to && text.substring(from, equals).trim().equals(key)) {
                value = number(text.substring(equals + 1, to), absent);
            }
            from = to + 1;
        }
        return value;
    }

    private static long number(String text, long absent) {
        int end = text.indexOf('='); // the old part of the limits ends in one
        try {
            return Long.parseLong((end < 0 ? text : text.substring(0, end)).trim());
        } catch (NumberFormatException e) {
            return absent;
        }
    }
}
