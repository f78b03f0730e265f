package io.tapio.log;

import io.tapio.model.Zxid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a log says of itself after recovery, for tests that play the log. */
public final class RecoveredLogs {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final UUID JOURNAL = new UUID(3, 4);

    private RecoveredLogs() {}

    /** A log closed in good order that ends at {@code last}, all of it committed. */
    public static RecoveredLog endingAt(Zxid last, long spaceBytes) {
        return new RecoveredLog(
                last.epoch(),
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
                new RecoveredLog.Standing(
                        Optional.of(CLUSTER),
                        JOURNAL,
                        true,
                        Zxid.NONE,
                        List.of(last),
                        Map.of(),
                        List.of(),
                        reader()),
                new LogFigures());
    }

    /** A reader of a log that is not there. */
    private static LogReader reader() {
        var snapshots = new Snapshots(new DiskStorage(), Path.of("nowhere"), JOURNAL);
        return new LogReader(
                new DiskStorage(),
                JOURNAL,
                new LogReader.Shelves() {
                    @Override
                    public List<Journal.Segment> segments() {
                        return List.of();
                    }

                    @Override
                    public EpochEnds ends() {
                        return new EpochEnds();
                    }

                    @Override
                    public Snapshots snapshots() {
                        return snapshots;
                    }
                },
                base -> {});
    }
}
