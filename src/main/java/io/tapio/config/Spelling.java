package io.tapio.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guesses which key a misspelled one was meant to be. */
final class Spelling {
    /** The start of ZooKeeper's system properties; in a file it is a mistake. */
    static final String PREFIX = "zookeeper.";

    private static final Pattern LAST_NUMBER = Pattern.compile("\\.[0-9]+$");

    private Spelling() {}

    /** The first of the nearest names, if any is near enough to be what was meant. */
    static Optional<String> closest(String wrong, List<String> names) {
        // The number of server.1 says nothing about the spelling, nor does a stray prefix.
        var number = LAST_NUMBER.matcher(wrong);
        var ending = number.find() ? number.group() : "";
        var plain =
                wrong.substring(0, wrong.length() - ending.length())
                        + (ending.isEmpty() ? "" : ".*");
        var bare = plain.startsWith(PREFIX) ? plain.substring(PREFIX.length()) : plain;
        int tolerated = bare.length() <= 4 ? 1 : 2;

        return names.stream()
                .filter(name -> Math.abs(name.length() - bare.length()) <= tolerated)
                .min(Comparator.comparingInt(name -> distance(lower(bare), lower(name))))
                .filter(name -> distance(lower(bare), lower(name)) <= tolerated)
                .map(name -> name.endsWith(".*") ? withEnding(name, ending) : name);
    }

    private static String withEnding(String family, String ending) {
        return family.substring(0, family.length() - 2) + (ending.isEmpty() ? ".1" : ending);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** How many letters are missing, added, changed or swapped with their neighbour. */
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int cheapest(int[][] rows, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best =
                Math.min(rows[i - 1][j - 1] + change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
