package io.tapio.bench.client;

import java.util.ArrayList;
import java.util.List;

/** What was wrong: all of it counted, the first of it in words. May be used by many threads. */
public final class Complaints {
    private static final int KEPT = 5;

    private final List<String> first = new ArrayList<>();
    private long count;

    public synchronized void add(String says) {
        count++;
        if (first.size() < KEPT && !first.contains(says)) first.add(says);
    }

    public synchronized long count() {
        return count;
    }

    public synchronized List<String> first() {
        return List.copyOf(first);
    }
}
