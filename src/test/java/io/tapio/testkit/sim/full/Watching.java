package io.tapio.testkit.sim.full;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The watches for once that a client has, each with the state it was set in. */
public final class Watching {
    /** What a watch waits for. */
    public enum Kind {
        DATA,
        EXIST,
        CHILD
    }

    /** One watch. */
    public record Watch(Kind kind, String path) {}

    private final Map<Watch, Long> since = new LinkedHashMap<>();

    void set(Kind kind, String path, long zxid) {
        since.putIfAbsent(new Watch(kind, path), zxid);
    }

    /** Takes the watches that an event uses up; how many there were. */
    int fire(int type, String path) {
        List<Kind> kinds =
                switch (type) {
                    case 1 -> List.of(Kind.EXIST, Kind.DATA);
                    case 2 -> List.of(Kind.DATA, Kind.EXIST, Kind.CHILD);
                    case 3 -> List.of(Kind.DATA, Kind.EXIST);
                    default -> List.of(Kind.CHILD);
                };
        int fired = 0;
        for (Kind kind : kinds) {
            if (since.remove(new Watch(kind, path)) != null) fired++;
        }
        return fired;
    }

    boolean isEmpty() {
        return since.isEmpty();
    }

    int size() {
        return since.size();
    }

    void clear() {
        since.clear();
    }

    List<Watch> all() {
        return List.copyOf(since.keySet());
    }

    /** Those who wait for a znode that was not there may have missed it. */
    void renewExist(long zxid) {
        for (Iterator<Map.Entry<Watch, Long>> each = since.entrySet().iterator();
                each.hasNext(); ) {
            var entry = each.next();
            if (entry.getKey().kind() == Kind.EXIST)
                entry.setValue(Math.max(zxid, entry.getValue()));
        }
    }

    public void forEach(BiConsumer<Watch, Long> visit) {
        since.forEach(visit);
    }
}
