package io.tapio.zab;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** More than half of the voters are enough. */
public record Majority(Set<ServerId> voters) implements Quorum {
    public Majority {
        voters = Set.copyOf(voters);
        Invariant.holds(!voters.isEmpty(), "an ensemble has at least one voter");
    }

    @Override
    public boolean isReachedBy(Set<ServerId> supporters) {
        int count = 0;
        for (ServerId voter : voters) {
            if (supporters.contains(voter)) count++;
        }
        return count > voters.size() / 2;
    }

    /** The same as for any quorum, without a set for each candidate: this is asked per ack. */
    @Override
    public Zxid agreed(Map<ServerId, Zxid> logged) {
        var highest = new ArrayList<Zxid>(voters.size());
        for (ServerId voter : voters) {
            highest.add(logged.getOrDefault(voter, Zxid.NONE));
        }
        highest.sort(Comparator.reverseOrder());
        return highest.get(voters.size() / 2);
    }
}
