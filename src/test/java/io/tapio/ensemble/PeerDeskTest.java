package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.log.RecoveredLogs;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerTransport;
import io.tapio.replica.Replica;
import io.tapio.state.RecoveringState;
import io.tapio.state.StateSettings;
import io.tapio.tree.OwnerRules;
import io.tapio.zab.Words;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** To which ensemble a member belongs, and what it says of that. */
class PeerDeskTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ServerId LEADER = new ServerId(5);
    private static final UUID FOUNDED_AGAIN = new UUID(8, 8);

    private final TestProbe<PeerTransport.Command> way = KIT.createTestProbe();
    private final TestProbe<Log.Command> disk = KIT.createTestProbe();
    private final TestProbe<Replica.Command> replica = KIT.createTestProbe();
    private final LogDesk log = new LogDesk(disk.ref(), replica.ref());
    private final PeerDesk desk =
            new PeerDesk(way.ref(), new LogSupply(log.recent(), Runnable::run, Runnable::run), log);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void whoNeverHadAnEntryBelongsToTheEnsembleOfItsNextLeader() {
        recover(Zxid.NONE);
        follow();
        log.append(Words.run(Zxid.of(2, 1), 3), false);
        desk.introduce();

        way.expectNoMessage();
        assertThat(desk.clusterOfLeader()).isEqualTo(FOUNDED_AGAIN);
    }

    @Test
    void whoHasEntriesStaysWithTheEnsembleTheyAreOf() {
        UUID own = recover(Zxid.of(1, 9)).standing().cluster().orElseThrow();
        follow();

        assertThat(desk.clusterOfLeader()).isEqualTo(own).isNotEqualTo(FOUNDED_AGAIN);
    }

    private RecoveredLog recover(Zxid last) {
        RecoveredLog found = RecoveredLogs.endingAt(last, 1_000);
        var settings =
                new StateSettings(
                        2_000, 4_000, 40_000, OwnerRules.DEFAULT, false, 1, 1, 60_000, 10, 0);
        log.recovered(found, new RecoveringState(settings));
        desk.recovered(found);
        way.expectMessageClass(PeerTransport.Identity.class);
        return found;
    }

    private void follow() {
        desk.connect(LEADER);
        way.expectMessage(new PeerTransport.Connect(LEADER));
        desk.up(new PeerTransport.Up(LEADER, Optional.of(FOUNDED_AGAIN), new UUID(5, 5)));
    }
}
