package io.tapio.bench;

import io.tapio.bench.client.Plan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks at the processor time of some processes when a plan begins and when it ends. */
final class Watch {
    private final CompletableFuture<Effort> effort;

    private Watch(CompletableFuture<Effort> effort) {
        this.effort = effort;
    }

    static Watch over(Plan plan, List<Long> pids) {
        var effort = new CompletableFuture<Effort>();
        Thread.ofPlatform()
                .daemon()
                .name("bench-watch")
                .start(() -> effort.complete(look(plan, pids)));
        return new Watch(effort);
    }

    private static Effort look(Plan plan, List<Long> pids) {
        Loading.sleepUntil(plan.begin());
        var begin = Effort.Mark.of(pids);
        Loading.sleepUntil(plan.end());
        return Effort.between(begin, Effort.Mark.of(pids), !pids.isEmpty());
    }

    /** What was spent, once the plan has ended. */
    Effort effort() {
        return effort.join();
    }
}
