package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts in a directory is names as we write them and what is in the files, nothing else. */
class ForeignFilesTest {
    private static final List<String> ALMOST_OURS =
            List.of(
                    "JOURNAL-00000000000000000001.SEG",
                    "Journal-00000000000000000002.seg",
                    "journal-00000000000000000003.seg.bak",
                    "journal-4.seg",
                    "snapshot-000000000000000A.snap",
                    "Snapshot-0000000000000009.snap",
                    "snapshot-0000000000000009.snap~",
                    ".journal-00000000000000000005.seg.swp",
                    "log.100000001",
                    "IDENTITY");

    @TempDir Path directory;
    private StoreRig rig;
    private History before;

    @BeforeEach
    void open() throws IOException {
        rig = new StoreRig(directory);
        for (int i = 0; i < 3; i++) {
            rig.append(3);
            rig.roll();
        }
        rig.append(1);
        before = rig.journal().history();
    }

    @AfterEach
    void close() {
        rig.store.abandon();
    }

    private void assertNothingHasChanged() throws IOException {
        rig.reopen();
        assertThat(rig.store.findings()).isEmpty();
        assertThat(rig.journal().history()).isEqualTo(before);
        assertThat(rig.replayed()).hasSize(4);
    }

    @Test
    @Fault("F41")
    void filesWithNamesThatAreAlmostOursAreLeftAlone() throws IOException {
        for (String name : ALMOST_OURS) Files.writeString(rig.directory().resolve(name), "mine");
        Files.createDirectory(rig.directory().resolve("lost+found"));

        assertNothingHasChanged();

        for (String name : ALMOST_OURS) {
            assertThat(rig.directory().resolve(name)).hasContent("mine");
        }
    }

    @Test
    @Fault("F41")
    void theTimesOfFilesMeanNothing() throws IOException {
        Instant time = Instant.parse("2100-01-01T00:00:00Z");
        for (Path each : rig.segments()) {
            Files.setLastModifiedTime(each, FileTime.from(time));
            time = time.minusSeconds(4_000_000_000L / rig.segments().size());
        }

        assertNothingHasChanged();
    }
}
