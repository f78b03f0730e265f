package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.torture.host.Cables;
import io.tapio.torture.host.Namespaces;
import io.tapio.torture.host.Partition;
import io.tapio.torture.host.Status.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that do not hear one another: the greater part serves, the smaller one does not. */
@Timeout(240)
class PartitionTest {

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    /** A follower must be silent for two seconds to be given up. */
    private static Blueprint brisk(int voters) {
        return Blueprint.of(voters).with("tickTime", 500).with("syncLimit", 4);
    }

    @Test
    @Fault({"F50", "F59"})
    void aLeaderBehindASilentNetworkStopsServing() throws Exception {
        assumeTrue(Namespaces.allowed(), "this machine lets us make no network namespaces");
        aLeaderCutOffStopsServingAndFollowsLater(Namespaces.create());
    }

    @Test
    @Fault("F50")
    void aLeaderBehindCutConnectionsStopsServing() throws Exception {
        aLeaderCutOffStopsServingAndFollowsLater(new Cables());
    }

    private void aLeaderCutOffStopsServingAndFollowsLater(Partition net) throws Exception {
        var ensemble = ensembles.of(brisk(3), net).start();
        var leader = ensemble.leader();
        try (var history = History.at(ensemble.members(), History.Pace.GENTLE)) {
            long fault = System.nanoTime();
            net.isolate(List.of(leader.id()));
            leader.awaitRole(Role.LOOKING);
            assertThat(ensemble.leader()).isNotEqualTo(leader);
            history.awaitProgress(100);
            net.heal();

            leader.awaitRole(Role.FOLLOWER);
            history.awaitProgress(20);
            history.stop();
            System.out.printf(
                    "leader cut off (%s): pauses %s ms; %s%n",
                    net, history.pausesMs(fault, leader.id()), history);
            history.check(ensemble);
        }
    }

    @Test
    @Fault("F51")
    void theGreaterPartOfFiveServesThoughTheLeaderIsInTheSmaller() throws Exception {
        var net = Partition.best();
        var ensemble = ensembles.of(brisk(5), net).start();
        var leader = ensemble.leader();
        var companion = ensemble.follower();
        try (var history = History.at(ensemble.members(), History.Pace.GENTLE);
                var inTheSmaller = RawClient.connect(companion.address())) {
            net.isolate(List.of(leader.id(), companion.id()));
            var write = RawRequest.create("/lost", Octets.EMPTY, RawAcl.OPEN, 0);
            inTheSmaller.send(write);
            leader.awaitRole(Role.LOOKING);
            companion.awaitRole(Role.LOOKING);
            inTheSmaller.awaitClose();
            history.awaitProgress(50);
            net.heal();

            leader.awaitRole(Role.FOLLOWER);
            companion.awaitRole(Role.FOLLOWER);
            history.check(ensemble);
        }
    }

    @Test
    @Fault("F52")
    void aMemberThatIsHeardByNobodyItDialsOverthrowsNobody() throws Exception {
        var net = new Cables();
        var ensemble = ensembles.of(brisk(3), net).start();
        var leader = ensemble.leader();
        var deaf = ensemble.follower();
        try (var history = History.at(ensemble.members(), History.Pace.GENTLE)) {
            net.cut(deaf.id(), leader.id());
            history.awaitProgress(500);

            assertThat(ensemble.leader()).isEqualTo(leader);
            net.heal();
            deaf.awaitRole(Role.FOLLOWER);
            history.check(ensemble);
        }
    }
}
