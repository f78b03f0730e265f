package io.tapio.tree;

import io.tapio.model.Bytes;

/**
 * Which paths a znode may have (Programmer's Guide, The ZooKeeper Data Model), judged on UTF-8.
 *
 * <p>Absolute, no empty part, no part {@code .} or {@code ..}, and none of U+0000-001F,
 * U+007F-009F, U+D800-F8FF, U+FFF0-FFFF or anything beyond. Malformed UTF-8 is never valid.
 */
public final class PathCheck {
    private PathCheck() {}

    public static boolean isValid(Bytes path) {
        int length = path.length();
        if (length == 0 || path.at(0) != '/') return false;
        if (length == 1) return true;

        int start = 1;
        int at = 1;
        while (at < length) {
            byte unit = path.at(at);
            if (unit == '/') {
                if (!isName(path, start, at)) return false;
                start = ++at;
            } else if (unit > 0x1f && unit != 0x7f) {
                at++;
            } else {
                int size = allowedSequence(path, at);
                if (size == 0) return false;
                at += size;
            }
        }
        return isName(path, start, length);
    }

    private static boolean isName(Bytes path, int from, int to) {
        return switch (to - from) {
            case 0 -> false;
            case 1 -> path.at(from) != '.';
            case 2 -> path.at(from) != '.' || path.at(from + 1) != '.';
            default -> true;
        };
    }

    /** The length of the character of two or three bytes at this place; 0 if it is not allowed. */
    private static int allowedSequence(Bytes path, int at) {
        int first = path.at(at) & 0xff;
        int size = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : 0;
        if (size == 0 || at + size > path.length()) return 0;

        int code = first & (size == 2 ? 0x1f : 0x0f);
        for (int i = 1; i < size; i++) {
            int unit = path.at(at + i) & 0xff;
            if ((unit & 0xc0) != 0x80) return 0;
            code = (code << 6) | (unit & 0x3f);
        }
        return isAllowed(code) && (size == 2 || code >= 0x800) ? size : 0;
    }

    private static boolean isAllowed(int code) {
        if (code <= 0x9f) return false; // below U+0080 it would be overlong
        return code < 0xd800 || (code > 0xf8ff && code < 0xfff0);
    }
}
