package io.tapio.torture;

import io.tapio.torture.host.Status.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks every member again and again what it is. */
final class RoleWatch implements AutoCloseable {
    private static final int EVERY_MS = 250;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    static RoleWatch begin(Ensemble ensemble, Recorder recorder, Chronicle chronicle) {
        var watch = new RoleWatch();
        for (var member : ensemble.members()) {
            watch.threads.add(
                    Thread.ofVirtual().start(() -> watch.follow(member, recorder, chronicle)));
        }
        return watch;
    }

    private void follow(Member member, Recorder recorder, Chronicle chronicle) {
        try {
            do {
                var role = member.isAlive() ? member.status().role() : Role.SILENT;
                chronicle.saw(member.id(), role, recorder.now());
            } while (!stop.await(EVERY_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
