package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What stands behind the last good record is cut only if it is provably a torn write. */
class TailTest {
    private static final int SIZE = 8192;
    private static final int LAST = 4;

    private final Random random = new Random(20);

    /** Four records; the last one lies in several sectors. */
    private SegmentBytes segment() {
        return new SegmentBytes(SIZE)
                .add(new JournalFact.EpochAccepted(1))
                .add(Facts.appended(1, 1, 3, 100, random))
                .add(new JournalFact.TailTruncated(Facts.zxid(1, 2)))
                .add(Facts.appended(1, 3, 20, 100, random));
    }

    @Test
    void nothingButZerosIsTheEnd() throws IOException {
        assertThat(segment().tail(LAST)).isInstanceOf(Tail.Whole.class);
        assertThat(segment().endingAt(segment().end()).tail(LAST)).isInstanceOf(Tail.Whole.class);
    }

    @Test
    @Fault("F20")
    void aLastRecordIsCutWhereverTheFileEndsInIt() throws IOException {
        SegmentBytes whole = segment();
        int firstByteNotZero = whole.begin(LAST) + 2; // of its length
        for (int size = firstByteNotZero + 1; size < whole.end(); size++) {
            SegmentBytes torn = whole.endingAt(size);

            assertThat(torn.tail(LAST - 1)).as("size %d", size).isInstanceOf(Tail.Torn.class);
            assertThat(torn.walked().position()).isEqualTo(whole.begin(LAST));
        }
    }

    @Test
    @Fault("F20")
    void aLastRecordIsCutFromWhicheverSectorOnItIsMissing() throws IOException {
        SegmentBytes whole = segment();
        int begin = whole.begin(LAST);
        for (int from = begin; from < whole.end(); from++) {
            if (from != begin && from % Tail.SECTOR_BYTES != 0) continue;

            Tail tail = whole.zeroed(from, SIZE).tail(LAST - 1);

            var expected = from == begin ? Tail.Whole.class : Tail.Torn.class;
            assertThat(tail).as("from %d", from).isInstanceOf(expected);
        }
    }

    @Test
    @Fault("F20")
    void aLastRecordIsCutIfAnyOneOfItsSectorsIsMissing() throws IOException {
        SegmentBytes whole = segment();
        for (int from = whole.begin(LAST); from < whole.end(); ) {
            int to = Math.min(whole.end(), (from / Tail.SECTOR_BYTES + 1) * Tail.SECTOR_BYTES);

            Tail tail = whole.zeroed(from, to).tail(LAST - 1);

            assertThat(tail).as("from %d", from).isInstanceOf(Tail.Torn.class);
            from = to;
        }
    }

    @Test
    void aTornRecordIsCutToItsLastByte() throws IOException {
        SegmentBytes whole = segment();
        int begin = whole.begin(LAST);
        int sector = (begin / Tail.SECTOR_BYTES + 1) * Tail.SECTOR_BYTES;

        Tail tail = whole.zeroed(begin, sector).tail(LAST - 1);

        assertThat(tail)
                .isInstanceOfSatisfying(
                        Tail.Torn.class,
                        torn -> {
                            assertThat(torn.from()).isEqualTo(begin);
                            assertThat(torn.to()).isEqualTo(whole.end());
                        });
    }

    @Test
    @Fault("F20")
    void aTornWriteIsDamageIfTheRecordWasDurable() throws IOException {
        SegmentBytes whole = segment();
        for (int size = whole.begin(LAST); size < whole.end(); size++) {
            assertThat(whole.endingAt(size).tail(LAST)).isInstanceOf(Tail.Damaged.class);
        }
    }

    @Test
    @Fault("F21")
    void everyFlippedBitInAnEarlierRecordIsDamageWhereTheRecordBegins() throws IOException {
        SegmentBytes whole = segment();
        for (int at = whole.begin(1); at < whole.begin(LAST); at++) {
            for (int bit = 0; bit < 8; bit++) {
                Tail tail = whole.flipped(at, bit).tail(0);

                long offset = recordAt(whole, at);
                assertThat(tail)
                        .as("bit %d of byte %d", bit, at)
                        .isInstanceOfSatisfying(
                                Tail.Damaged.class,
                                damaged -> assertThat(damaged.offset()).isEqualTo(offset));
            }
        }
    }

    private static long recordAt(SegmentBytes whole, int at) {
        int number = whole.records();
        while (whole.begin(number) > at) number--;
        return whole.begin(number);
    }

    @Test
    @Fault("F22")
    void everyFlippedBitInADurableLastRecordIsDamage() throws IOException {
        SegmentBytes whole = segment();
        for (int at = whole.begin(LAST); at < whole.end(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                assertThat(whole.flipped(at, bit).tail(LAST))
                        .as("bit %d of byte %d", bit, at)
                        .isInstanceOf(Tail.Damaged.class);
            }
        }
    }

    @Test
    @Fault("F22")
    void aFlippedBitInTheContentOfTheLastRecordIsDamageEvenIfNobodySaysItWasDurable()
            throws IOException {
        SegmentBytes whole = segment();
        for (int at = whole.begin(LAST) + RecordFormat.HEADER_BYTES; at < whole.end(); at++) {
            assertThat(whole.flipped(at, at % 8).tail(0))
                    .as("byte %d", at)
                    .isInstanceOf(Tail.Damaged.class);
        }
    }

    @Test
    @Fault("F23")
    void zerosInPlaceOfDurableRecordsAreDamage() throws IOException {
        SegmentBytes whole = segment();

        Tail tail = whole.zeroed(whole.begin(2), SIZE).tail(LAST);

        assertThat(tail)
                .isInstanceOfSatisfying(
                        Tail.Damaged.class,
                        damaged ->
                                assertThat(damaged.what()).contains("record 2").contains("gone"));
    }

    @Test
    void aHoleWithGoodRecordsBehindItIsDamageEvenIfNobodySaysItWasDurable() throws IOException {
        SegmentBytes whole = segment();

        Tail tail = whole.zeroed(whole.begin(2), whole.begin(3)).tail(0);

        assertThat(tail)
                .isInstanceOfSatisfying(
                        Tail.Damaged.class,
                        damaged ->
                                assertThat(damaged.what()).contains("at byte " + whole.begin(3)));
    }

    @Test
    @Fault("F26")
    void aRecordAtAnotherPlaceThanItsOwnIsNoRecord() throws IOException {
        SegmentBytes whole =
                new SegmentBytes(SIZE)
                        .add(Facts.appended(1, 1, 1, 100, random))
                        .add(Facts.appended(1, 2, 2, 100, random));
        byte[] bytes = whole.array();
        System.arraycopy(
                bytes, whole.begin(1), bytes, whole.begin(2), whole.end() - whole.begin(2));

        assertThat(whole.walked().sequence()).isEqualTo(1);
        assertThat(whole.tail(0)).isInstanceOf(Tail.Damaged.class);
    }

    @Test
    @Fault("F27")
    void aStaleRecordBreaksTheChain() throws IOException {
        JournalFact same = new JournalFact.SnapshotRequested(Zxid.NONE);
        SegmentBytes old =
                new SegmentBytes(SIZE).add(new JournalFact.EpochAccepted(1)).add(same).add(same);
        SegmentBytes now =
                new SegmentBytes(SIZE).add(new JournalFact.EpochAccepted(2)).add(same).add(same);

        System.arraycopy(
                old.array(), old.begin(2), now.array(), now.begin(2), old.begin(3) - old.begin(2));

        assertThat(now.walked().sequence()).isEqualTo(1);
        assertThat(now.tail(0)).isInstanceOf(Tail.Damaged.class);
    }

    @Test
    void entriesWithAGapAreNotAccepted() throws IOException {
        SegmentBytes gap =
                new SegmentBytes(SIZE)
                        .add(Facts.appended(1, 1, 3, 10, random))
                        .add(Facts.appended(1, 5, 6, 10, random));

        assertThat(gap.walked().sequence()).isEqualTo(1);
        assertThat(gap.tail(0)).isInstanceOf(Tail.Damaged.class);
    }
}
