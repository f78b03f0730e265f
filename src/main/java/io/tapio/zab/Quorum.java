package io.tapio.zab;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The voters of a configuration, and when enough of them agree. Any two sets that are enough have a
 * voter in common; all safety rests on that.
 */
public interface Quorum {
    Set<ServerId> voters();

    /** Whether {@code supporters} are enough; members that are no voters do not count. */
    boolean isReachedBy(Set<ServerId> supporters);

    /** Whether this voter may lead: one without weight may not. */
    default boolean mayLead(ServerId member) {
        return voters().contains(member);
    }

    /**
     * The highest zxid that enough of the voters have on disk, given the highest of each; {@link
     * Zxid#NONE} if there is none.
     */
    default Zxid agreed(Map<ServerId, Zxid> logged) {
        var highestFirst =
                logged.entrySet().stream()
                        .filter(each -> voters().contains(each.getKey()))
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .toList();
        var holders = new HashSet<ServerId>();
        for (Map.Entry<ServerId, Zxid> each : highestFirst) {
            holders.add(each.getKey());
            if (isReachedBy(holders)) return each.getValue();
        }
        return Zxid.NONE;
    }
}
