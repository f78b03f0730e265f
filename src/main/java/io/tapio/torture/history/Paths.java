package io.tapio.torture.history;

/** How the paths of nodes are made up. */
final class Paths {
    private static final int DIGITS = 10;

    private Paths() {}

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The first node below the root on the way to this one, with its slash. */
    static String top(String path) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** Whether it may be the path of a sequential node. */
    static boolean isNumbered(String path) {
        int from = path.length() - DIGITS;
        if (from <= 0) return false;
        for (int i = from; i < path.length(); i++) {
            if (!Character.isDigit(path.charAt(i))) return false;
        }
        return true;
    }

    static int number(String path) {
        return Integer.parseInt(path, path.length() - DIGITS, path.length(), 10);
    }

    static String numbered(String path, int number) {
        return path + "%010d".formatted(number);
    }
}
