package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Simulation;
import java.util.List;

/** All that a simulated ensemble is held to. */
public final class Promises {
    private Promises() {}

    public static List<Law> all(Simulation world) {
        return List.of(
                new OneLeaderPerEpoch(),
                new HistoriesAgree(world.ledger()),
                new ZxidsAreDense(),
                new LeadersHaveAllThatIsCommitted(world.ledger()),
                new LeadersAreNeverWrong(),
                new DurableBeforeAcknowledged(world),
                new AcknowledgedIsThereAfterARestart(),
                new EpochsFollowTheLog(),
                new CommittedIsOnAQuorum(world),
                new StatesAgree(),
                new SnapshotAndLogAreTheState(),
                new AcknowledgedWritesStay(world.ledger()),
                new WritesTakeEffectOnce(),
                new RepliesInOrder(),
                new SessionsNeverGoBack(),
                new ReadsAreTrue(world.ledger()),
                new RepliesTellTheEntry(world.ledger()),
                new SyncSeesAll(),
                new VersionsCount(world.ledger()),
                new CreatesMakeSomethingNew(world.ledger()),
                new SequenceNumbersGrow(world.ledger()),
                new SessionsAreOneOfAKind(),
                new EphemeralsGoWithTheirOwner(world.ledger()),
                new SessionsLiveWhileHeard(world),
                new SilentSessionsEnd(world),
                new WatchesFireOnce(),
                new EventsComeFirst(world.ledger()),
                new EventsComeInOrder(),
                new ContainersGoEmpty(world.ledger()),
                new NobodyWaitsForEver(world));
    }
}
