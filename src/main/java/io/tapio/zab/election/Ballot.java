package io.tapio.zab.election;

import io.tapio.model.ServerId;
import io.tapio.zab.Quorum;
import io.tapio.zab.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * One round of an election, counted by one member: who votes for whom, and whether it is decided.
 */
public final class Ballot {
    private final Quorum quorum;
    private final Map<ServerId, Vote> votes = new HashMap<>();

    public Ballot(Quorum quorum) {
        this.quorum = quorum;
    }

    /**
     * Takes note of the vote of {@code voter}, replacing an earlier one; strangers do not count.
     */
    public void cast(ServerId voter, Vote vote) {
        if (quorum.voters().contains(voter)) votes.put(voter, vote);
    }

    /** The best vote that a quorum casts, if there is one. */
    public Optional<Vote> decided() {
        return votes.values().stream().distinct().filter(this::hasQuorum).max(Vote::compareTo);
    }

    private boolean hasQuorum(Vote vote) {
        var supporters = new HashSet<ServerId>();
        votes.forEach(
                (voter, cast) -> {
                    if (cast.equals(vote)) supporters.add(voter);
                });
        return quorum.isReachedBy(supporters);
    }
}
