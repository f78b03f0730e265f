package io.tapio.torture.history;

import io.tapio.torture.history.Event.Attached;
import io.tapio.torture.history.Event.Expired;
import io.tapio.torture.history.Event.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * C8, of sessions: each number is given out once, nothing is done for one that has ended, and none
 * ends before it was silent for its time-out.
 */
final class SessionLives {
    private static final long NANOS_PER_MS = 1_000_000;

    /** What is known of one session so far. */
    private static final class Life {
        private final Attached birth;
        private long lastSent;
        private boolean closing;
        private Optional<Event> end = Optional.empty();

        Life(Attached birth) {
            this.birth = birth;
            this.lastSent = birth.sent();
        }

        /** The server heard the client after it sent the last call that was answered. */
        long earliestExpiry() {
            return lastSent + birth.timeoutMs() * NANOS_PER_MS;
        }
    }

    private final Map<Long, Life> lives = new HashMap<>();
    private final Findings findings;

    private SessionLives(Findings findings) {
        this.findings = findings;
    }

    static void check(Evidence evidence) {
        new SessionLives(evidence.findings()).follow(evidence);
    }

    /** For each session that may have ended with no zxid known: since when it may. */
    static Map<Long, Long> possibleEnds(Evidence evidence) {
        var lives = new SessionLives(new Findings());
        lives.follow(evidence);
        var ends = new HashMap<Long, Long>();
        lives.lives.forEach(
                (session, life) -> {
                    var closed = life.end.filter(Operation.class::isInstance);
                    if (closed.isPresent()) return;
                    ends.put(session, life.closing ? life.lastSent : life.earliestExpiry());
                });
        return ends;
    }

    private void follow(Evidence evidence) {
        for (var event : evidence.history().events()) {
            evidence.steps().one();
            switch (event) {
                case Attached e -> attached(e);
                case Expired e -> expired(e);
                case Operation e -> operation(e);
                case Event.Fired e -> {}
                case Event.Detached e -> {}
                case Event.Remains e -> {}
            }
        }
    }

    private void attached(Attached e) {
        var life = lives.get(e.session());
        if (life == null || e.fresh()) {
            if (life != null) complain("one session number was given out twice", life.birth, e);
            lives.put(e.session(), new Life(e));
            return;
        }
        life.end.ifPresent(end -> complain("a session that had ended was taken up again", end, e));
        life.lastSent = Math.max(life.lastSent, e.sent());
    }

    private void expired(Expired e) {
        var life = lives.get(e.session());
        if (life == null) return;
        if (!life.closing && e.heard() < life.earliestExpiry()) {
            complain("a session ended before it was silent for its time-out", life.birth, e);
        }
        life.end = Optional.of(e);
    }

    private void operation(Operation op) {
        var life = lives.get(op.session());
        if (life == null) return;
        boolean closes = op.call() instanceof Call.Close;
        if (op.isLost()) {
            life.closing |= closes;
            if (closes) life.lastSent = Math.max(life.lastSent, op.sent());
            return;
        }
        if (op.isDone()) {
            life.end.ifPresent(
                    end -> complain("something was done for a session that had ended", end, op));
        }
        life.lastSent = Math.max(life.lastSent, op.sent());
        if (closes && op.isDone()) life.end = Optional.of(op);
    }

    private void complain(String says, Event one, Event other) {
        findings.add(Promise.C8, says, one, other);
    }
}
