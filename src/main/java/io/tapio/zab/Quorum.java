package io.tapio.zab;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** The voters of a configuration, and when enough of them agree: more than half. */
public record Quorum(Set<ServerId> voters) {
    public Quorum {
        voters = Set.copyOf(voters);
        Invariant.holds(!voters.isEmpty(), "an ensemble has at least one voter");
    }

    /** Whether {@code supporters} hold more than half of the voters; others do not count. */
    public boolean isReachedBy(Set<ServerId> supporters) {
        int count = 0;
        for (ServerId voter : voters) {
            if (supporters.contains(voter)) count++;
        }
        return count > voters.size() / 2;
    }

    /**
     * The highest zxid that more than half of the voters have on disk, given the highest of each;
     * {@link Zxid#NONE} if there is none.
     */
    public Zxid agreed(Map<ServerId, Zxid> logged) {
        var highest = new ArrayList<Zxid>(voters.size());
        for (ServerId voter : voters) {
            highest.add(logged.getOrDefault(voter, Zxid.NONE));
        }
        highest.sort(Comparator.reverseOrder());
        return highest.get(voters.size() / 2);
    }
}
