package io.tapio.zab.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plans against whole logs: whoever carries one out has the leader's log. */
class SyncPlanTest {

    @Test
    void whoHasTheBeginningGetsTheRest() {
        assertThat(plan(outline(0, "1.5"), outline(0, "1.5", "3.2")))
                .isEqualTo(new SyncPlan.Diff(Zxid.of(1, 5)));
        assertThat(plan(outline(0, "1.5", "3.2"), outline(0, "1.5", "3.2")))
                .isEqualTo(new SyncPlan.Diff(Zxid.of(3, 2)));
    }

    @Test
    void aStrayTailIsCutWhereTheLogsPart() {
        assertThat(plan(outline(0, "1.5", "2.1"), outline(0, "1.5", "3.2")))
                .isEqualTo(new SyncPlan.Trunc(Zxid.of(1, 5)));
        assertThat(plan(outline(0, "1.9"), outline(0, "1.5")))
                .isEqualTo(new SyncPlan.Trunc(Zxid.of(1, 5)));
    }

    @Test
    void aZxidBetweenTheLeadersEndsIsNotTakenForPartOfItsLog() {
        // The stray 7.1 lies between the leader's first and last; a zxid alone would say: go on.
        assertThat(plan(outline(0, "6.3", "7.1"), outline(0, "6.9", "8.4")))
                .isEqualTo(new SyncPlan.Trunc(Zxid.of(6, 3)));
    }

    @Test
    void anEmptyLogGetsEverythingOnlyFromOneThatReachesToTheBeginning() {
        assertThat(plan(outline(0), outline(0, "1.5"))).isEqualTo(new SyncPlan.Diff(Zxid.NONE));
        var cutOff = new LogOutline(Zxid.of(1, 2), List.of(Zxid.of(1, 5)));
        assertThat(plan(outline(0), cutOff)).isEqualTo(new SyncPlan.Snap());
    }

    @Test
    void whatLiesBeforeASnapshotIsOutOfReach() {
        var leader = new LogOutline(Zxid.of(1, 5), List.of(Zxid.of(2, 2)));
        assertThat(plan(outline(0, "1.4"), leader)).isEqualTo(new SyncPlan.Snap());
        assertThat(plan(outline(0, "1.5"), leader)).isEqualTo(new SyncPlan.Diff(Zxid.of(1, 5)));
        assertThat(plan(outline(0, "1.7"), leader)).isEqualTo(new SyncPlan.Trunc(Zxid.of(1, 5)));
        assertThat(plan(leader, outline(0, "1.4", "3.1"))).isEqualTo(new SyncPlan.Snap());
    }

    /** Grows random histories that branch as leaders' do, and carries out every plan. */
    @Test
    void everyPlanMakesTheLogsEqualAndCutsOnlyWhatTheLeaderLacks() {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            List<List<Zxid>> logs = histories(random);
            List<Zxid> leader = logs.getLast();
            List<Zxid> learner = logs.get(random.nextInt(logs.size()));
            int leaderBase = random.nextInt(leader.size() + 1);
            int learnerBase = commonPrefix(learner, leader);
            learnerBase = learnerBase == 0 ? 0 : random.nextInt(learnerBase + 1);
            check(learner, learnerBase, leader, leaderBase);
        }
    }

    private static void check(
            List<Zxid> learner, int learnerBase, List<Zxid> leader, int leaderBase) {
        int common = commonPrefix(learner, leader);
        SyncPlan plan = plan(outline(learner, learnerBase), outline(leader, leaderBase));
        Zxid at = common == 0 ? Zxid.NONE : leader.get(common - 1);
        switch (plan) {
            case SyncPlan.Diff(Zxid from) -> {
                assertThat(common).isEqualTo(learner.size());
                assertThat(from).isEqualTo(at);
            }
            case SyncPlan.Trunc(Zxid to) -> {
                assertThat(common).isLessThan(learner.size());
                assertThat(to).isEqualTo(at);
            }
            case SyncPlan.Snap snap ->
                    assertThat(common).as("%s %s", learner, leader).isLessThan(leaderBase);
        }
    }

    private static int commonPrefix(List<Zxid> one, List<Zxid> other) {
        int at = 0;
        while (at < Math.min(one.size(), other.size()) && one.get(at).equals(other.get(at))) {
            at++;
        }
        return at;
    }

    /** Each epoch's leader takes a prefix of an earlier log and goes on by itself. */
    private static List<List<Zxid>> histories(Random random) {
        List<List<Zxid>> logs = new ArrayList<>();
        logs.add(List.of());
        int epochs = 1 + random.nextInt(5);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            List<Zxid> from = logs.get(random.nextInt(logs.size()));
            var log = new ArrayList<>(from.subList(0, random.nextInt(from.size() + 1)));
            int count = random.nextInt(4);
            for (int i = 1; i <= count; i++) {
                log.add(Zxid.of(epoch, i));
            }
            logs.add(log);
        }
        return logs;
    }

    private static LogOutline outline(List<Zxid> log, int base) {
        var ends = new ArrayList<Zxid>();
        for (int at = base; at < log.size(); at++) {
            boolean last = at + 1 == log.size() || log.get(at + 1).epoch() != log.get(at).epoch();
            if (last) ends.add(log.get(at));
        }
        return new LogOutline(base == 0 ? Zxid.NONE : log.get(base - 1), ends);
    }

    private static SyncPlan plan(LogOutline learner, LogOutline leader) {
        return SyncPlan.of(learner, leader);
    }

    private static LogOutline outline(long base, String... ends) {
        var zxids = new ArrayList<Zxid>();
        for (String end : ends) {
            String[] parts = end.split("\\.");
            zxids.add(Zxid.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
        }
        return new LogOutline(new Zxid(base), zxids);
    }
}
