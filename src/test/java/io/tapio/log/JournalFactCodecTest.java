package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.DigestMark;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalFactCodecTest {
    private static final UUID JOURNAL = new UUID(1, 2);

    private static Stream<JournalFact> facts() {
        var random = new Random(3);
        return Stream.of(
                new JournalFact.EpochAccepted(7),
                new JournalFact.EpochEstablished(8, new UUID(5, 6)),
                new JournalFact.DiskProven(),
                new JournalFact.TailTruncated(Facts.zxid(3, 4)),
                new JournalFact.SnapshotRequested(Facts.zxid(5, 6)),
                new JournalFact.EntriesAppended(
                        Facts.entries(2, 9, 11, 33, random),
                        Facts.zxid(2, 8),
                        new DigestMark(Facts.zxid(2, 7), -1)));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void whatIsWrittenIsRead(JournalFact fact) {
        ByteBuffer out = ByteBuffer.allocateDirect(1024);
        var format = new RecordFormat(JOURNAL);

        int crc = format.write(fact, 42, 512, 99, out);
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        JournalRecord record = format.read(bytes, 0, 512).orElseThrow();

        assertThat(bytes).hasSize(RecordFormat.bytes(fact));
        assertThat(record.sequence()).isEqualTo(42);
        assertThat(record.crc()).isEqualTo(crc);
        assertThat(record.previousCrc()).isEqualTo(99);
        assertThat(JournalFactCodec.read(record)).isEqualTo(fact);
    }

    @ParameterizedTest
    @MethodSource("facts")
    void aRecordOfAnotherJournalIsNoRecord(JournalFact fact) {
        ByteBuffer out = ByteBuffer.allocateDirect(1024);
        new RecordFormat(JOURNAL).write(fact, 1, 512, 0, out);
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);

        assertThat(new RecordFormat(new UUID(1, 3)).read(bytes, 0, 512)).isEmpty();
    }
}
