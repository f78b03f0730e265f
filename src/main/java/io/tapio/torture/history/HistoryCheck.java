package io.tapio.torture.history;

import java.util.List;
import java.util.function.Consumer;

/** Holds a history against the promises C1 to C8. */
public final class HistoryCheck {
    private static final List<Consumer<Evidence>> CHECKS =
            List.of(
                    UniqueZxids::check,
                    RealTimeOrder::check,
                    Replay::check,
                    SessionsGoForward::check,
                    SyncedReads::check,
                    DoneAtMostOnce::check,
                    SessionLives::check);

    private HistoryCheck() {}

    /**
     * What came out.
     *
     * @param findings the first few of each promise
     * @param count how many there are
     * @param operations how many operations were judged
     * @param steps how much work it was
     */
    public record Verdict(List<Finding> findings, int count, int operations, long steps) {
        public boolean isGood() {
            return count == 0;
        }
    }

    public static Verdict judge(History history) {
        var evidence = new Evidence(history);
        for (var check : CHECKS) check.accept(evidence);
        var findings = evidence.findings();
        return new Verdict(
                findings.kept(),
                findings.count(),
                evidence.operations().size(),
                evidence.steps().taken());
    }
}
