package io.tapio.cluster;

import static io.tapio.cluster.IslandsTest.id;
import static io.tapio.cluster.IslandsTest.incarnation;
import static io.tapio.cluster.IslandsTest.stand;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.cluster.JoinPlan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class JoinPlanTest {
    private static final int TICK_MS = 1_000 / JoinPlan.SECOND;

    private JoinPlan plan = new JoinPlan(id(1), 5, 0);
    private Stand own = stand(1);
    private long nowMs = 1_000_000;

    @Test
    void nothing_happens_before_an_epoch_is_established() {
        hear(stand(2, 2, 3), stand(3, 2, 3), stand(4), stand(5));

        assertThat(seconds(100)).isEmpty();
    }

    @Test
    void a_leader_founds_when_all_have_said_that_they_are_in_no_cluster() {
        plan.inStepWith(id(1));
        hear(stand(2), stand(3), stand(4));
        assertThat(next()).isEqualTo(new Step.Wait());

        hear(stand(5));
        assertThat(next()).isEqualTo(new Step.Found());
    }

    @Test
    void a_leader_does_not_found_on_old_news() {
        plan.inStepWith(id(1));
        hear(stand(2), stand(3), stand(4), stand(5));
        nowMs += JoinPlan.FRESH_MS + 1;

        assertThat(next()).isEqualTo(new Step.Wait());
    }

    @Test
    void a_leader_waits_for_the_silent_but_not_for_ever() {
        plan.inStepWith(id(1));
        assertThat(secondsUntil(new Step.Found(), stand(2), stand(3))).isEqualTo(5);

        nowMs += JoinPlan.FRESH_MS;
        plan.inStepWith(id(1));
        assertThat(secondsUntil(new Step.Found(), stand(2))).isEqualTo(30);

        nowMs += JoinPlan.FRESH_MS;
        plan.inStepWith(id(1));
        assertThat(seconds(100)).isEmpty();
    }

    @Test
    void the_only_member_founds_at_once() {
        plan = new JoinPlan(id(1), 1, 0);
        plan.inStepWith(id(1));

        assertThat(next()).isEqualTo(new Step.Found());
    }

    @Test
    void a_leader_joins_what_it_finds_and_says_where() {
        plan.inStepWith(id(1));
        hear(stand(2, 2), stand(3, 3, 4), stand(4, 3, 4));

        assertThat(next()).isEqualTo(new Step.Join(id(3)));
        assertThat(plan.seed(false)).contains(id(3));
        assertThat(plan.seed(true)).contains(id(1));
    }

    @Test
    void a_follower_joins_where_its_leader_says_and_nowhere_else() {
        plan.inStepWith(id(2));
        hear(stand(3, 3, 4), stand(4, 3, 4), stand(2));
        assertThat(next()).isEqualTo(new Step.Wait());
        assertThat(plan.seed(true)).isEmpty();

        hear(new Stand(incarnation(2), Set.of(), Optional.of(id(4))));
        assertThat(next()).isEqualTo(new Step.Join(id(4)));
        assertThat(next()).isEqualTo(new Step.Wait());

        plan.looking();
        assertThat(next()).isEqualTo(new Step.Wait());
    }

    @Test
    void the_smaller_side_starts_over_after_a_minute() {
        own = stand(1, 1);
        plan.inStepWith(id(2));
        var restart = new Step.StartOver("it is in another cluster than most members");

        assertThat(secondsUntil(restart, stand(2, 2, 3), stand(3, 2, 3))).isEqualTo(60);
    }

    @Test
    void the_larger_side_stays() {
        own = stand(1, 1, 3);
        plan.inStepWith(id(2));

        assertThat(seconds(300, stand(2, 2), stand(3, 1, 3))).isEmpty();
    }

    @Test
    void a_moment_of_agreement_begins_the_minute_anew() {
        own = stand(1, 1);
        plan.inStepWith(id(2));
        assertThat(seconds(59, stand(2, 2, 3), stand(3, 2, 3))).isEmpty();
        own = stand(1, 1, 2, 3);
        assertThat(seconds(1, stand(2, 1, 2, 3), stand(3, 2, 3))).isEmpty();
        own = stand(1, 1);
        assertThat(seconds(59, stand(2, 2, 3), stand(3, 2, 3))).isEmpty();
    }

    @Test
    void who_is_not_in_step_does_not_start_over() {
        own = stand(1, 1);

        assertThat(seconds(300, stand(2, 2, 3), stand(3, 2, 3))).isEmpty();
    }

    @Test
    void ghosts_that_keep_a_member_out_are_given_up_after_two_minutes() {
        own = stand(1, 1, 2, 3);
        plan.inStepWith(id(1));
        var again = new Stand(new Incarnation(id(2), 77), Set.of(), Optional.empty());
        var restart =
                new Step.StartOver(
                        "member 2 cannot get in while the cluster waits for others that are gone");

        assertThat(secondsUntil(restart, again)).isEqualTo(120);
    }

    @Test
    void each_restart_doubles_the_patience() {
        plan = new JoinPlan(id(1), 5, 2);
        own = stand(1, 1);
        plan.inStepWith(id(2));
        var restart = new Step.StartOver("it is in another cluster than most members");

        assertThat(secondsUntil(restart, stand(2, 2, 3), stand(3, 2, 3))).isEqualTo(240);
    }

    private Step next() {
        return plan.next(own, nowMs);
    }

    private void hear(Stand... stands) {
        for (Stand stand : stands) plan.heard(new Contact.Answer(nowMs, stand));
    }

    /** What is done while time passes and these keep answering. */
    private List<Step> seconds(int seconds, Stand... answering) {
        for (int tick = 0; tick < seconds * JoinPlan.SECOND; tick++) {
            Step step = pass(answering);
            if (!(step instanceof Step.Wait)) return List.of(step);
        }
        return List.of();
    }

    private int secondsUntil(Step awaited, Stand... answering) {
        for (int tick = 1; tick < 1_000; tick++) {
            Step step = pass(answering);
            if (step.equals(awaited)) return tick / JoinPlan.SECOND;
            assertThat(step).isEqualTo(new Step.Wait());
        }
        throw new AssertionError("never");
    }

    private Step pass(Stand... answering) {
        nowMs += TICK_MS;
        hear(answering);
        plan.tick(own, nowMs);
        return next();
    }
}
