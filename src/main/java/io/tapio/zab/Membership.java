package io.tapio.zab;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import java.util.Set;

/** Who belongs to the ensemble: voters, with what makes them a quorum, and observers. */
public record Membership(Quorum quorum, Set<ServerId> observers, long version) {
    public Membership {
        observers = Set.copyOf(observers);
        var voters = quorum.voters();
        Invariant.holds(
                observers.stream().noneMatch(voters::contains), "an observer is not a voter");
    }

    public boolean isVoter(ServerId member) {
        return quorum.voters().contains(member);
    }

    public boolean isMember(ServerId member) {
        return isVoter(member) || observers.contains(member);
    }
}
