package io.tapio.testkit.sim.bug;

import io.tapio.testkit.sim.full.Meddler;
import java.util.List;
import java.util.function.Supplier;

/**
 * A bug and how to plant it.
 *
 * @param like the issue of ZooKeeper that it is like, or nothing
 */
public record PlantedBug(String name, String like, Supplier<Meddler> plant) {

    public static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "acknowledged before the disk has it",
                        "ZOOKEEPER-4646",
                        LogBugs.Lying::new),
                new PlantedBug(
                        "more acknowledged than flushed", "", WireBugs.AcknowledgesAhead::new),
                new PlantedBug(
                        "NEWLEADER acknowledged on receipt",
                        "ZOOKEEPER-3911",
                        WireBugs.HastyFollower::new),
                new PlantedBug(
                        "the epoch before the history of a DIFF",
                        "ZOOKEEPER-4643",
                        () -> new WireBugs.EpochFirst(false)),
                new PlantedBug(
                        "the epoch before what follows a TRUNC or SNAP",
                        "ZOOKEEPER-4785",
                        () -> new WireBugs.EpochFirst(true)),
                new PlantedBug(
                        "memory keeps what was cut from the log",
                        "ZOOKEEPER-2845",
                        ReplicaBugs.KeepsWhatWasCut::new),
                new PlantedBug(
                        "an old writer appends once more after a sync",
                        "ZOOKEEPER-4712",
                        LogBugs.OldWriter::new),
                new PlantedBug("a hole in the DIFF", "ZOOKEEPER-4925", WireBugs.HoleInDiff::new),
                new PlantedBug(
                        "a hole behind the snapshot",
                        "ZOOKEEPER-5094",
                        WireBugs.HoleBehindSnapshot::new),
                new PlantedBug("TRUNC one entry too late", "", WireBugs.CutTooLate::new),
                new PlantedBug("DIFF instead of TRUNC", "ZOOKEEPER-1154", WireBugs.NeverCuts::new),
                new PlantedBug("commit without a quorum", "", QuorumBugs.HastyCommits::new),
                new PlantedBug("half of the voters are enough", "", QuorumBugs.Half::new),
                new PlantedBug("the leader commits alone", "", ReplicaBugs.CommitsAlone::new),
                new PlantedBug("a vote after the disk was wiped", "", LogBugs.WipedVotes::new),
                new PlantedBug(
                        "a vote with an older copy of the disk", "", WireBugs.MarksAreLost::new),
                new PlantedBug("promises are forgotten", "", LogBugs.ForgetsPromises::new),
                new PlantedBug("one zxid for two entries", "", WireBugs.TwoForOne::new),
                new PlantedBug(
                        "the replica misses the end of a session",
                        "ZOOKEEPER-2355",
                        ReplicaBugs.MissesCloses::new),
                new PlantedBug("memory differs from the log", "", ReplicaBugs.WrongMemory::new),
                new PlantedBug("the event after the data", "", ReplicaBugs.EventsLate::new),
                new PlantedBug("an event is lost", "", ReplicaBugs.EventsLost::new),
                new PlantedBug("replies change places", "", ReplicaBugs.RepliesSwapped::new),
                new PlantedBug(
                        "a leader does not hear of the clients of others",
                        "",
                        WireBugs.ReportsAreLost::new),
                new PlantedBug("a forwarded write arrives twice", "", WireBugs.WritesTwice::new),
                new PlantedBug("sync without asking a quorum", "", QuorumBugs.SureLeader::new),
                new PlantedBug(
                        "a client is let in that has seen more", "", QuorumBugs.Forgetful::new));
    }
}
