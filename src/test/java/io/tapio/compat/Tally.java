package io.tapio.compat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a random session met: how often each operation was answered by each code, and so on. */
public final class Tally {
    private static final Pattern REPLY =
            Pattern.compile(".* < reply xid=\\S+ zxid=\\S+ err=(\\S+) (\\S+).*");
    private static final Pattern EVENT = Pattern.compile(".* < event type=(\\d).*");
    private static final Pattern OTHER = Pattern.compile(".* < (\\S+).*");

    private final Map<String, Integer> counts = new TreeMap<>();

    void count(String line) {
        Matcher reply = REPLY.matcher(line);
        Matcher event = EVENT.matcher(line);
        Matcher other = OTHER.matcher(line);
        if (reply.matches()) {
            add(reply.group(2) + " " + reply.group(1), 1);
        } else if (event.matches()) {
            add("event " + event.group(1), 1);
        } else if (other.matches()) {
            add(other.group(1), 1);
        }
    }

    void addAll(Tally other) {
        other.counts.forEach(this::add);
    }

    /** Counts by what happened, such as {@code CREATE -110} or {@code event 3}. */
    public Map<String, Integer> counts() {
        return counts;
    }

    private void add(String what, int times) {
        counts.merge(what, times, Integer::sum);
    }
}
