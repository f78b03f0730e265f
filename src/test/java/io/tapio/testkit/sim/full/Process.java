package io.tapio.testkit.sim.full;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.Behavior;

/**
 * One life of a member's process: its actors, of which one deals with one message at a time. It can
 * be stopped for a while, and it ends between any two messages.
 */
final class Process {
    private static final int STEP_US = 4;
    private static final int MAILBOX_MAX = 100_000;

    private final Agenda agenda;
    private final RandomGenerator random;
    private final List<Room<?>> busy = new ArrayList<>();
    private final List<Runnable> missed = new ArrayList<>();
    private final List<Runnable> missedTimers = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;
    private boolean running;
    private long stepsToEnd = Long.MAX_VALUE;
    private Runnable end = () -> {};

    Process(Agenda agenda, RandomGenerator random) {
        this.agenda = agenda;
        this.random = random;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isPaused() {
        return paused;
    }

    long now() {
        return agenda.now();
    }

    void end() {
        alive = false;
        busy.clear();
        missed.clear();
        missedTimers.clear();
    }

    /** After so many more messages, that happens. */
    void endAfter(int steps, Runnable what) {
        stepsToEnd = steps;
        end = what;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        if (!alive || !paused) return;

        paused = false;
        // Whether time or mail is noticed first is a matter of luck.
        boolean timeFirst = random.nextBoolean();
        if (timeFirst) catchUp(missedTimers, 0);
        catchUp(missed, 0);
        if (!timeFirst) catchUp(missedTimers, random.nextInt(20_000));
        if (!busy.isEmpty()) run();
    }

    private void catchUp(List<Runnable> late, int delay) {
        List<Runnable> now = List.copyOf(late);
        late.clear();
        now.forEach(each -> agenda.in(delay, () -> ifAwake(each)));
    }

    <T> Room<T> room(String name, Behavior<T> behavior) {
        var room = new Room<T>(this, name);
        room.begin(behavior);
        return room;
    }

    /** What happens after a while of its own time. */
    void in(long delayUs, Runnable what) {
        agenda.in(delayUs, () -> ifAwake(what));
    }

    void at(long when, Runnable what) {
        agenda.at(when, () -> ifAwake(what));
    }

    /** As {@link #in}, for timers. */
    void timer(long delayUs, Runnable what) {
        agenda.in(
                delayUs,
                () -> {
                    if (alive && paused) missedTimers.add(what);
                    else ifAwake(what);
                });
    }

    private void ifAwake(Runnable what) {
        if (!alive) return;
        if (paused) missed.add(what);
        else what.run();
    }

    void hasWork(Room<?> room) {
        if (room.waiting() > MAILBOX_MAX) {
            throw new Violation("queues have bounds", "the mailbox of " + room.name() + " grows");
        }
        busy.add(room);
        if (!running && !paused) run();
    }

    private void run() {
        running = true;
        in(STEP_US, this::step);
    }

    /** One of those who have messages deals with its oldest. */
    private void step() {
        running = false;
        if (busy.isEmpty()) return;

        int which = random.nextInt(8) == 0 ? random.nextInt(busy.size()) : 0;
        busy.remove(which).step();
        if (!alive) return;
        if (stepsToEnd != Long.MAX_VALUE && --stepsToEnd <= 0) {
            stepsToEnd = Long.MAX_VALUE;
            end.run();
            return;
        }
        if (!busy.isEmpty() && !running) run();
    }
}
