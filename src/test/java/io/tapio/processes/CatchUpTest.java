package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A member that was away is brought up to date while writes go on: by what it missed, or, where the
 * logs no longer have that, by the whole tree.
 */
@Timeout(600)
class CatchUpTest {
    private static final int MISSED = 10_000;
    private static final int ZNODES = Integer.getInteger("tapio.processes.znodes", 20_000);

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @Test
    void tenThousandMissedWritesComeOneByOne() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        var away = ensemble.follower();
        var present = List.of(ensemble.leader(), ensemble.otherThan(away, ensemble.leader()));
        away.kill();
        Forest.plant(present.getFirst().address(), "/forest", MISSED);

        var learned = bringBack(ensemble, away, present);

        assumeTrue(Server.underTest() == Server.TAPIO, "Apache ZooKeeper sends a small tree whole");
        assertThat(learned).isEqualTo(MemberProcess.Learned.WHAT_IT_MISSED);
    }

    @Test
    @Fault("F37")
    void aWipedMemberGetsTheWholeTree() throws Exception {
        var often = Blueprint.of(3).with("snapCount", Math.max(1_000, ZNODES / 10));
        var ensemble = ensembles.started(often);
        var away = ensemble.follower();
        var present = List.of(ensemble.leader(), ensemble.otherThan(away, ensemble.leader()));
        Forest.plant(present.getFirst().address(), "/forest", ZNODES);
        away.kill();
        away.disk().wipe();

        var learned = bringBack(ensemble, away, present);

        assertThat(learned).isEqualTo(MemberProcess.Learned.THE_WHOLE_TREE);
    }

    @Test
    void aMemberThatWasAwayForAMomentIsSoonInStep() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        var away = ensemble.follower();
        var present = List.of(ensemble.leader(), ensemble.otherThan(away, ensemble.leader()));
        Forest.plant(present.getFirst().address(), "/forest", ZNODES);
        away.kill();

        bringBack(ensemble, away, present);
    }

    /** Starts the member under load, and says how it learned what it had missed. */
    private static MemberProcess.Learned bringBack(
            EnsembleProcesses ensemble, MemberProcess away, List<MemberProcess> present)
            throws Exception {
        try (var history = History.at(present, History.Pace.GENTLE)) {
            history.awaitProgress(200);
            long from = System.nanoTime();
            int lineBefore = away.diary().size();
            away.start().awaitServing();
            long to = System.nanoTime();
            history.awaitProgress(200);
            history.stop();
            var learned = away.learned(lineBefore);
            System.out.printf(
                    "%s after %d ms; p99 of a write before, during and after: %d, %d, %d ms%n",
                    learned,
                    TimeUnit.NANOSECONDS.toMillis(to - from),
                    history.writeP99Ms(Long.MIN_VALUE, from),
                    history.writeP99Ms(from, to),
                    history.writeP99Ms(to, Long.MAX_VALUE));
            history.check(ensemble);
            return learned;
        }
    }
}
