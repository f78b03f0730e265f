package io.tapio.zab.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Majority;
import io.tapio.zab.Vote;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BallotTest {
    private static final ServerId S1 = new ServerId(1);
    private static final ServerId S2 = new ServerId(2);
    private static final ServerId S3 = new ServerId(3);
    private static final Vote FOR_S3 = new Vote(S3, 1, Zxid.of(1, 5));
    private static final Vote FOR_S2 = new Vote(S2, 1, Zxid.of(1, 5));

    private final Ballot ballot = new Ballot(new Majority(Set.of(S1, S2, S3)));

    @Test
    void nothingIsDecidedWithoutAQuorum() {
        assertThat(ballot.decided()).isEmpty();
        ballot.cast(S1, FOR_S3);
        assertThat(ballot.decided()).isEmpty();
    }

    @Test
    void aVoteHeldByAQuorumDecides() {
        ballot.cast(S1, FOR_S3);
        ballot.cast(S2, FOR_S2);
        assertThat(ballot.decided()).isEmpty();

        ballot.cast(S3, FOR_S3);
        assertThat(ballot.decided()).contains(FOR_S3);
    }

    @Test
    void aVoterHasOneVoteAndMayChangeIt() {
        ballot.cast(S1, FOR_S2);
        ballot.cast(S2, FOR_S2);
        ballot.cast(S1, FOR_S3);
        assertThat(ballot.decided()).isEmpty();

        ballot.cast(S2, FOR_S3);
        assertThat(ballot.decided()).contains(FOR_S3);
    }

    @Test
    void strangersDoNotCount() {
        ballot.cast(new ServerId(4), FOR_S3);
        ballot.cast(new ServerId(5), FOR_S3);
        ballot.cast(S1, FOR_S3);

        assertThat(ballot.decided()).isEmpty();
    }

    @Test
    void votesForTheSameLeaderWithAnotherHistoryAreOtherVotes() {
        ballot.cast(S1, FOR_S3);
        ballot.cast(S2, new Vote(S3, 1, Zxid.of(1, 4)));

        assertThat(ballot.decided()).isEmpty();
    }

    @Test
    void votesAreOrderedByEpochThenZxidThenId() {
        var newerEpoch = new Vote(S1, 2, Zxid.of(1, 1));
        var longerLog = new Vote(S1, 1, Zxid.of(1, 9));
        var higherId = new Vote(S2, 1, Zxid.of(1, 1));
        var least = new Vote(S1, 1, Zxid.of(1, 1));

        assertThat(newerEpoch).isGreaterThan(longerLog);
        assertThat(longerLog).isGreaterThan(higherId);
        assertThat(higherId).isGreaterThan(least);
        assertThat(new Vote(S1, 1, Zxid.of(1, -1))).isGreaterThan(longerLog); // counters unsigned
    }
}
