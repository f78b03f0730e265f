package io.tapio.testkit;

import io.tapio.loop.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import scala.concurrent.ExecutionContext;

/**
 * Holds the threads on which a member works, timers included: its sockets stay open, and nobody
 * looks at them. So no time passes for it either, as for a process that gets SIGSTOP.
 */
final class Freezer {
    private static final List<String> THREADS =
            List.of(EventLoop.DISPATCHER, "tapio.disk", "tapio.snapshots"); // one each
    private static final Duration SOON = Duration.ofMillis(1); // at once would be on our own thread
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch held = new CountDownLatch(THREADS.size() + 1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Freezer() {}

    /** Returns when the threads are held, which is after what they are doing now. */
    static Freezer freeze(ActorSystem<?> system) {
        var freezer = new Freezer();
        Executor onTimer = Runnable::run;
        system.scheduler()
                .scheduleOnce(SOON, freezer::hold, ExecutionContext.fromExecutor(onTimer));
        for (String each : THREADS) {
            system.dispatchers().lookup(DispatcherSelector.fromConfig(each)).execute(freezer::hold);
        }
        freezer.awaitHeld();
        return freezer;
    }

    private void hold() {
        held.countDown();
        try {
            released.await();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHeld() {
        try {
            if (held.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        release();
        throw new IllegalStateException("the member does not come to rest");
    }

    void release() {
        released.countDown();
    }
}
