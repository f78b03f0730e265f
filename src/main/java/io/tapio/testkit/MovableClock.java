package io.tapio.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time of day of all members: that of the machine, and what tests have added to it. */
final class MovableClock implements InstantSource {
    private final AtomicLong aheadMs = new AtomicLong();

    void advance(Duration by) {
        aheadMs.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plusMillis(aheadMs.get());
    }

    @Override
    public long millis() {
        return InstantSource.system().millis() + aheadMs.get();
    }
}
