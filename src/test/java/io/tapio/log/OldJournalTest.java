package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that an older server has written, recorded in a file, is read and gone on with. */
class OldJournalTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"closed", "open"})
    void aJournalOfTheFirstVersionIsGoneOnWith(String how) throws IOException {
        unpack("journal-version-1-" + how + ".zip");
        var rig = new StoreRig(directory);

        assertThat(rig.store.opened().closedCleanly()).isEqualTo(how.equals("closed"));
        assertThat(rig.replayed()).isEqualTo(recorded());
        assertThat(rig.journal().history().last()).isEqualTo(Facts.zxid(3, 4));
        assertThat(rig.journal().history().proven()).isTrue();
        assertThat(rig.journal().history().cluster()).isEqualTo(History.NO_CLUSTER);
        assertThat(rig.store.ends().upTo(Facts.zxid(3, 4)))
                .containsExactly(Facts.zxid(1, 8), Facts.zxid(3, 4));

        var cluster = new UUID(1, 2);
        rig.append(new JournalFact.EpochEstablished(4, cluster));
        rig.append(Facts.appended(4, 1, 3, 20, rig.random));
        rig.roll();
        rig.append(Facts.appended(4, 4, 5, 20, rig.random));
        rig.reopen();
        rig.closeAndReopen();

        assertThat(rig.replayed()).hasSize(recorded().size() + 3).startsWith(recordedArray());
        assertThat(rig.journal().history().cluster()).isEqualTo(cluster);
        rig.store.abandon();
    }

    private static JournalFact[] recordedArray() {
        return recorded().toArray(JournalFact[]::new);
    }

    private static List<JournalFact> recorded() {
        var random = new Random(1);
        return List.of(
                new JournalFact.EpochAccepted(1),
                new JournalFact.EpochEstablished(1, History.NO_CLUSTER),
                Facts.appended(1, 1, 5, 20, random),
                committed(Facts.appended(1, 6, 8, 20, random), 5),
                committed(Facts.appended(1, 9, 9, 20, random), 8),
                new JournalFact.TailTruncated(Facts.zxid(1, 8)),
                new JournalFact.EpochAccepted(3),
                new JournalFact.EpochEstablished(3, History.NO_CLUSTER),
                committed(Facts.appended(3, 1, 4, 20, random), 8));
    }

    private static JournalFact committed(JournalFact.EntriesAppended fact, int counter) {
        return new JournalFact.EntriesAppended(
                fact.entries(), Facts.zxid(1, counter), Facts.NO_MARK);
    }

    private void unpack(String name) throws IOException {
        try (InputStream recorded = getClass().getResourceAsStream(name);
                var zip = new ZipInputStream(Objects.requireNonNull(recorded))) {
            for (var file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                Path target = directory.resolve(file.getName());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(zip, target);
            }
        }
    }
}
