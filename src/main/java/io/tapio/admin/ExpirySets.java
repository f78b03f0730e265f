package io.tapio.admin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Who will have been silent for too long at which moment, for {@code dump}. */
final class ExpirySets<T> {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US);

    private final SortedMap<Long, List<T>> byTimeMs = new TreeMap<>();
    private int count;

    void add(long atMs, T who) {
        byTimeMs.computeIfAbsent(atMs, t -> new ArrayList<>()).add(who);
        count++;
    }

    /** {@code what} are these, and how each is printed. */
    void write(String what, ZoneId zone, Function<T, String> print, Text out) {
        out.line(what + " Sets (" + byTimeMs.size() + ")/(" + count + "):");
        byTimeMs.forEach(
                (atMs, all) -> {
                    String date = DATE.format(Instant.ofEpochMilli(atMs).atZone(zone));
                    out.line(all.size() + " expire at " + date + ":");
                    all.forEach(each -> out.line("\t" + print.apply(each)));
                });
    }
}
