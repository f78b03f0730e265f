package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Zxid;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Facts follow one another without gaps, on the way to the disk and on the way back. */
class HistoryTest {
    private final Random random = new Random(1);

    private JournalFact entries(int epoch, int from, int to) {
        return Facts.appended(epoch, from, to, 1, random);
    }

    private static History history(int epoch, int last, int committed) {
        return new History(
                epoch,
                epoch,
                Zxid.of(epoch, last),
                Zxid.of(epoch, committed),
                History.NO_CLUSTER,
                true);
    }

    @Test
    void entriesFollowTheLastOneOrBeginANewEpoch() {
        History history = history(3, 5, 2);

        assertThat(history.objection(entries(3, 6, 9))).isEmpty();
        assertThat(history.objection(entries(4, 1, 1))).isEmpty();
        assertThat(history.objection(entries(3, 5, 6))).isPresent();
        assertThat(history.objection(entries(3, 7, 8))).isPresent();
        assertThat(history.objection(entries(4, 2, 2))).isPresent();
        assertThat(history.objection(entries(2, 1, 1))).isPresent();
    }

    @Test
    @Fault("F11")
    void whatIsCommittedIsNeverCut() {
        History history = history(3, 5, 2);

        assertThat(history.objection(new JournalFact.TailTruncated(Zxid.of(3, 2)))).isEmpty();
        assertThat(history.objection(new JournalFact.TailTruncated(Zxid.of(3, 1)))).isPresent();
        assertThat(history.objection(new JournalFact.TailTruncated(Zxid.of(3, 6)))).isPresent();
        assertThat(history.after(new JournalFact.TailTruncated(Zxid.of(3, 4))).last())
                .isEqualTo(Zxid.of(3, 4));
    }

    @Test
    void epochsDoNotGoBack() {
        History history = history(3, 5, 2);

        assertThat(history.objection(new JournalFact.EpochAccepted(2))).isPresent();
        assertThat(history.objection(new JournalFact.EpochEstablished(2, new UUID(5, 6))))
                .isPresent();
        assertThat(history.after(new JournalFact.EpochAccepted(9)).acceptedEpoch()).isEqualTo(9);
        assertThat(history.after(entries(7, 1, 1)).currentEpoch()).isEqualTo(7);
    }

    @Test
    void theWatermarkNeverPassesTheLastEntryNorGoesBack() {
        var ahead =
                new JournalFact.EntriesAppended(
                        Facts.entries(3, 6, 7, 1, random), Zxid.of(3, 100), Facts.NO_MARK);
        var behind =
                new JournalFact.EntriesAppended(
                        Facts.entries(3, 6, 7, 1, random), Zxid.of(3, 1), Facts.NO_MARK);

        assertThat(history(3, 5, 2).after(ahead).committed()).isEqualTo(Zxid.of(3, 7));
        assertThat(history(3, 5, 2).after(behind).committed()).isEqualTo(Zxid.of(3, 2));
    }
}
