package io.tapio.log;

import io.tapio.model.Zxid;
import java.time.Duration;

/** What a log says of itself after recovery, for tests that play the log. */
public final class RecoveredLogs {
    private RecoveredLogs() {}

    /** A log closed in good order that ends at {@code last}, all of it committed. */
    public static RecoveredLog endingAt(Zxid last, long spaceBytes) {
        return new RecoveredLog(
                last.epoch(),
                last.epoch(),
                last,
                last,
                Zxid.NONE,
                1,
                1,
                0,
                true,
                false,
                spaceBytes,
                Duration.ZERO,
                new LogFigures());
    }
}
