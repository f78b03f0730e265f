package io.tapio.torture.history;

import io.tapio.torture.history.Event.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What happened to the nodes that somebody watched, by zxid. */
final class Changes {

    /** One change that a watch may tell of. */
    record At(long zxid, Change change) {}

    private final Set<String> watched;
    private final Map<String, List<At>> ofData = new HashMap<>();
    private final Map<String, List<At>> ofChildren = new HashMap<>();

    Changes(Set<String> watched) {
        this.watched = watched;
    }

    void created(String path, long zxid) {
        add(ofData, path, zxid, Change.CREATED);
        add(ofChildren, Paths.parent(path), zxid, Change.CHILDREN);
    }

    void set(String path, long zxid) {
        add(ofData, path, zxid, Change.DATA);
    }

    void deleted(String path, long zxid) {
        add(ofData, path, zxid, Change.DELETED);
        add(ofChildren, path, zxid, Change.DELETED);
        add(ofChildren, Paths.parent(path), zxid, Change.CHILDREN);
    }

    private void add(Map<String, List<At>> where, String path, long zxid, Change change) {
        if (!watched.contains(path)) return;
        where.computeIfAbsent(path, p -> new ArrayList<>()).add(new At(zxid, change));
    }

    Optional<At> firstOfData(String path, long after) {
        return first(ofData.getOrDefault(path, List.of()), after);
    }

    Optional<At> firstOfChildren(String path, long after) {
        return first(ofChildren.getOrDefault(path, List.of()), after);
    }

    private static Optional<At> first(List<At> changes, long after) {
        int low = 0;
        int high = changes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (changes.get(middle).zxid > after) high = middle;
            else low = middle + 1;
        }
        return low < changes.size() ? Optional.of(changes.get(low)) : Optional.empty();
    }
}
