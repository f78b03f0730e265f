package io.tapio.zab;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.HashMap;
import java.util.Map;

/**
 * How far each voter's disk had come for sure, as a leader once knew: up to here it had what is
 * committed. A disk that has less is an older copy of itself.
 *
 * <p>A mark that is only the start of an epoch says that the disk had the history of its leader.
 */
public final class Marks {
    private Map<ServerId, Zxid> all;

    public Marks(Map<ServerId, Zxid> remembered) {
        all = Map.copyOf(remembered);
    }

    /** Takes the higher mark of each voter; whether anything is new. */
    public boolean learn(Map<ServerId, Zxid> told) {
        Map<ServerId, Zxid> next = null;
        for (Map.Entry<ServerId, Zxid> each : told.entrySet()) {
            Zxid before = all.get(each.getKey());
            if (before != null && !each.getValue().isAfter(before)) continue;

            if (next == null) next = new HashMap<>(all);
            next.put(each.getKey(), each.getValue());
        }
        if (next != null) all = Map.copyOf(next);
        return next != null;
    }

    /** Whether that voter's disk once had more than it has now. */
    public boolean isBehind(ServerId voter, int currentEpoch, Zxid last) {
        Zxid mark = all.get(voter);
        if (mark == null) return false;
        if (mark.counter() == 0) return mark.epoch() > currentEpoch;

        return mark.isAfter(last);
    }

    public Map<ServerId, Zxid> all() {
        return all;
    }
}
