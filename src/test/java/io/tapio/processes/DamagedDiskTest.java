package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.torture.host.Disk;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever becomes of one member's disk, the others heal it without a hand; and then it is as good
 * as they are: another one may fall, and nothing acknowledged is lost.
 */
@Timeout(180)
class DamagedDiskTest {
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @BeforeEach
    void onlyTapioPromisesThis() {
        assumeTrue(Server.underTest() == Server.TAPIO, "Apache ZooKeeper loses data here");
    }

    @Test
    @Fault("F37")
    void aWipedMemberIsHealed() throws Exception {
        heals(EnsembleProcesses::follower, Disk::wipe);
    }

    @Test
    @Fault("F37")
    void aWipedLeaderIsHealed() throws Exception {
        heals(EnsembleProcesses::leader, Disk::wipe);
    }

    @Test
    @Fault("F23")
    void aLogWhoseEndReadsAsZerosIsHealed() throws Exception {
        heals(EnsembleProcesses::follower, disk -> disk.zeroTail(4096));
    }

    @Test
    @Fault("F20")
    void aLogThatIsCutIsHealed() throws Exception {
        heals(EnsembleProcesses::leader, disk -> disk.cutTail(3000));
    }

    @Test
    @Fault("F21")
    void aFlippedBitIsHealed() throws Exception {
        heals(EnsembleProcesses::follower, Disk::flipBit);
    }

    @Test
    @Fault("F39")
    void aDiskThatIsSetBackIsHealed() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        try (var history = History.roaming(ensemble.members(), History.Pace.GENTLE)) {
            var victim = ensemble.follower();
            victim.terminate();
            victim.awaitExit();
            var copy = victim.disk().copy(victim.dataDir().resolveSibling("copy"));
            victim.start().awaitServing();
            history.awaitProgress(200);

            victim.kill();
            victim.disk().putBack(copy);
            healsAndIsAsGoodAsTheOthers(ensemble, victim, history);
        }
    }

    private void heals(Function<EnsembleProcesses, MemberProcess> choice, Consumer<Disk> damage)
            throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        try (var history = History.roaming(ensemble.members(), History.Pace.GENTLE)) {
            history.awaitProgress(200);
            var victim = choice.apply(ensemble);
            victim.kill();
            damage.accept(victim.disk());
            healsAndIsAsGoodAsTheOthers(ensemble, victim, history);
        }
    }

    private static void healsAndIsAsGoodAsTheOthers(
            EnsembleProcesses ensemble, MemberProcess victim, History history) throws Exception {
        history.awaitProgress(20);
        long from = System.nanoTime();
        victim.start().awaitServing();
        var healed = Duration.ofNanos(System.nanoTime() - from);
        System.out.printf("healed after %d ms%n", healed.toMillis());
        history.awaitProgress(20);
        history.check(ensemble);
        assertThat(healed).isLessThan(HEALED_WITHIN);

        ensemble.leader().kill();
        history.check(ensemble);
    }
}
