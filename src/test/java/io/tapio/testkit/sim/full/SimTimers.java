package io.tapio.testkit.sim.full;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** An actor's timers on virtual time; they stand still while the process does. */
final class SimTimers<T> implements TimerScheduler<T> {
    private final Room<T> room;
    private final Map<Object, Long> running = new HashMap<>();
    private long numbers;

    SimTimers(Room<T> room) {
        this.room = room;
    }

    @Override
    public void startTimerWithFixedDelay(Object key, T message, Duration initial, Duration delay) {
        start(key, message, initial, delay);
    }

    @Override
    public void startTimerWithFixedDelay(Object key, T message, Duration delay) {
        start(key, message, delay, delay);
    }

    @Override
    public void startTimerAtFixedRate(Object key, T message, Duration initial, Duration interval) {
        start(key, message, initial, interval);
    }

    @Override
    public void startTimerAtFixedRate(Object key, T message, Duration interval) {
        start(key, message, interval, interval);
    }

    @Override
    @Deprecated
    public void startPeriodicTimer(Object key, T message, Duration interval) {
        start(key, message, interval, interval);
    }

    @Override
    public void startSingleTimer(Object key, T message, Duration delay) {
        start(key, message, delay, Duration.ZERO);
    }

    private void start(Object key, T message, Duration first, Duration then) {
        long number = ++numbers;
        running.put(key, number);
        later(key, number, message, first, then);
    }

    private void later(Object key, long number, T message, Duration delay, Duration then) {
        room.process()
                .timer(
                        delay.toNanos() / 1000,
                        () -> {
                            if (running.getOrDefault(key, 0L) != number) return;
                            room.ref().tell(message);
                            if (then.isZero()) running.remove(key);
                            else later(key, number, message, then, then);
                        });
    }

    @Override
    public boolean isTimerActive(Object key) {
        return running.containsKey(key);
    }

    @Override
    public void cancel(Object key) {
        running.remove(key);
    }

    @Override
    public void cancelAll() {
        running.clear();
    }
}
