package io.tapio.testkit;

import io.tapio.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all members say of themselves, what has been done to them, and waiting for it to change. */
final class Standings {
    private static final Standing NOTHING = new Standing(io.tapio.admin.Role.LOOKING, 0);

    private final Map<Integer, Standing> running = new HashMap<>();
    private final Set<Integer> paused = new HashSet<>();

    synchronized void begun(int member) {
        running.put(member, NOTHING);
        notifyAll();
    }

    /** A member's own word; of one that is down it comes too late. */
    synchronized void said(int member, Standing standing) {
        running.computeIfPresent(member, (id, before) -> standing);
        notifyAll();
    }

    synchronized void down(int member) {
        running.remove(member);
        paused.remove(member);
        notifyAll();
    }

    synchronized void paused(int member, boolean now) {
        if (now) paused.add(member);
        else paused.remove(member);
        notifyAll();
    }

    /** Something else has changed that others may wait for. */
    synchronized void changed() {
        notifyAll();
    }

    synchronized boolean isRunning(int member) {
        return running.containsKey(member);
    }

    synchronized Role role(int member) {
        @Nullable Standing standing = running.get(member);
        if (standing == null) return Role.DOWN;
        if (paused.contains(member)) return Role.PAUSED;

        return switch (standing.role()) {
            case STANDALONE, LEADER -> Role.LEADER;
            case FOLLOWER -> Role.FOLLOWER;
            case OBSERVER -> Role.OBSERVER;
            case READ_ONLY -> Role.READ_ONLY;
            case LOOKING -> Role.LOOKING;
        };
    }

    /** Whether that member is up and goes with that leader, which may be itself. */
    synchronized boolean isWith(int member, int leader) {
        @Nullable Standing standing = running.get(member);
        return standing != null && !paused.contains(member) && standing.leader() == leader;
    }

    /** Asks again whenever something changes, until there is an answer. */
    synchronized <T> T await(
            Supplier<Optional<T>> question, Duration patience, Supplier<String> complaint) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) return answer.get();

            long restMs = (deadline - System.nanoTime()) / 1_000_000;
            if (restMs <= 0) throw new IllegalStateException(complaint.get());
            try {
                wait(restMs);
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted: " + complaint.get(), impatient);
            }
        }
    }
}
