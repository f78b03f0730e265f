package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of the others is what was told last, or a little before, or nothing. */
class PeerMarksTest {
    private static final UUID JOURNAL = new UUID(1, 2);

    @TempDir Path directory;
    private final FaultyStorage storage = new FaultyStorage();

    private PeerMarks open(UUID journal) {
        return new PeerMarks(storage, directory, journal);
    }

    private static Map<Integer, Zxid> told(int counter) {
        return Map.of(1, Facts.zxid(3, counter), 2, Facts.zxid(3, counter + 1));
    }

    private Path file() {
        return directory.resolve(PeerMarks.FILE_NAME);
    }

    @Test
    void whatWasToldLastComesBack() {
        var marks = open(JOURNAL);
        for (int i = 1; i < 10; i++) {
            marks.remember(told(i));
            assertThat(open(JOURNAL).marks()).isEqualTo(told(i));
        }
        marks.close();
    }

    @Test
    void allMembersThereCanBeFit() {
        var many = new TreeMap<Integer, Zxid>();
        for (int member = 0; member < 256; member++) many.put(member, Facts.zxid(member, 1));
        var marks = open(JOURNAL);
        marks.remember(told(1));
        marks.remember(many);
        marks.close();

        assertThat(open(JOURNAL).marks()).isEqualTo(many);
    }

    @Test
    void whoeverIsNeverToldAnythingHasNoFile() {
        open(JOURNAL).tick();

        assertThat(file()).doesNotExist();
    }

    @Test
    void theMarksOfAnotherJournalAreNone() {
        open(JOURNAL).remember(told(1));

        assertThat(open(new UUID(9, 9)).marks()).isEmpty();
    }

    @Test
    void ofTwoThatWereToldADamagedOneLeavesTheOther() throws IOException {
        var marks = open(JOURNAL);
        marks.remember(told(1));
        marks.remember(told(2));
        marks.close();
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at += 5) {
            StoreRig.flip(file(), at, at % 8);
            assertThat(open(JOURNAL).marks()).isIn(told(1), told(2));
            Files.write(file(), whole);
        }
        Files.write(file(), new byte[10]);
        assertThat(open(JOURNAL).marks()).isEmpty();
    }

    @Test
    void theDiskIsAskedNowAndThen() {
        var marks = open(JOURNAL);
        marks.remember(told(1));
        for (int tick = 0; tick < 20; tick++) marks.tick();

        assertThat(storage.forces()).isEqualTo(1);
    }

    @Test
    void aDiskThatFailsIsNotAskedAgain() {
        var marks = open(JOURNAL);
        storage.failWrite(path -> true);
        marks.remember(told(1));
        storage.failWrite(path -> false);
        marks.remember(told(2));

        assertThat(open(JOURNAL).marks()).isEmpty();
    }
}
