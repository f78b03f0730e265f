package io.tapio.log;

import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Facts as the second half of a record: {@code int kind, long first, last, committed, payload}.
 *
 * <p>All numbers are big-endian as in jute. The payload of entries is {@code long at, long digest}
 * and then the entries' own bytes; they are copied once, into the write buffer.
 */
final class JournalFactCodec {
    static final int EPOCH_ACCEPTED = 1;
    static final int EPOCH_ESTABLISHED = 2;
    static final int ENTRIES_APPENDED = 3;
    static final int TAIL_TRUNCATED = 4;
    static final int SNAPSHOT_REQUESTED = 5;
    static final int DISK_PROVEN = 6;
    static final int DISK_DOUBTED = 7;

    /** Not a fact: the last record of a segment that is complete. */
    static final int FOOTER = 9;

    private static final int MARK_BYTES = 16;
    static final int HISTORY_BYTES = 44;
    static final int OLD_HISTORY_BYTES = 24; // without the ensemble, and whether it is proven
    private static final int ESTABLISHED_BYTES = 20;

    private JournalFactCodec() {}

    static int payloadBytes(JournalFact fact) {
        return switch (fact) {
            case JournalFact.EpochAccepted accepted -> 4;
            case JournalFact.EpochEstablished established -> ESTABLISHED_BYTES;
            case JournalFact.DiskProven proven -> 0;
            case JournalFact.DiskDoubted doubted -> 0;
            case JournalFact.EntriesAppended appended ->
                    MARK_BYTES + appended.entries().encoded().length();
            case JournalFact.TailTruncated truncated -> 0;
            case JournalFact.SnapshotRequested requested -> 0;
        };
    }

    static int footerPayloadBytes() {
        return HISTORY_BYTES;
    }

    static void write(JournalFact fact, ByteBuffer out) {
        switch (fact) {
            case JournalFact.EpochAccepted(int epoch) ->
                    head(EPOCH_ACCEPTED, Zxid.NONE, Zxid.NONE, Zxid.NONE, out).putInt(epoch);
            case JournalFact.EpochEstablished(int epoch, UUID cluster) ->
                    write(
                            cluster,
                            head(EPOCH_ESTABLISHED, Zxid.NONE, Zxid.NONE, Zxid.NONE, out)
                                    .putInt(epoch));
            case JournalFact.DiskProven proven ->
                    head(DISK_PROVEN, Zxid.NONE, Zxid.NONE, Zxid.NONE, out);
            case JournalFact.DiskDoubted doubted ->
                    head(DISK_DOUBTED, Zxid.NONE, Zxid.NONE, Zxid.NONE, out);
            case JournalFact.EntriesAppended appended -> write(appended, out);
            case JournalFact.TailTruncated(Zxid last) ->
                    head(TAIL_TRUNCATED, Zxid.NONE, last, Zxid.NONE, out);
            case JournalFact.SnapshotRequested(Zxid at) ->
                    head(SNAPSHOT_REQUESTED, Zxid.NONE, at, Zxid.NONE, out);
        }
    }

    private static void write(JournalFact.EntriesAppended fact, ByteBuffer out) {
        Entries entries = fact.entries();
        Bytes encoded = entries.encoded();
        head(ENTRIES_APPENDED, entries.first(), entries.last(), fact.committed(), out)
                .putLong(fact.mark().at().value())
                .putLong(fact.mark().digest())
                .put(encoded.array(), encoded.offset(), encoded.length());
    }

    static void writeFooter(History history, ByteBuffer out) {
        write(history, head(FOOTER, Zxid.NONE, history.last(), history.committed(), out));
    }

    static void write(History history, ByteBuffer out) {
        out.putInt(history.acceptedEpoch())
                .putInt(history.establishedEpoch())
                .putLong(history.last().value())
                .putLong(history.committed().value());
        write(history.cluster(), out);
        out.putInt(history.proven() ? 1 : 0);
    }

    private static void write(UUID id, ByteBuffer out) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static ByteBuffer head(
            int kind, Zxid first, Zxid last, Zxid committed, ByteBuffer out) {
        return out.putInt(kind)
                .putLong(first.value())
                .putLong(last.value())
                .putLong(committed.value());
    }

    /** Whether this version knows what such a record says. */
    static boolean isKnown(int kind) {
        return (kind >= EPOCH_ACCEPTED && kind <= DISK_DOUBTED) || kind == FOOTER;
    }

    /** The fact in a record that is not a footer. */
    static JournalFact read(JournalRecord record) {
        var in = new JuteReader(record.payload());
        return switch (record.kind()) {
            case EPOCH_ACCEPTED -> new JournalFact.EpochAccepted(in.int32());
            case EPOCH_ESTABLISHED -> readEstablished(in);
            case DISK_PROVEN -> new JournalFact.DiskProven();
            case DISK_DOUBTED -> new JournalFact.DiskDoubted();
            case ENTRIES_APPENDED -> readEntries(record, in);
            case TAIL_TRUNCATED -> new JournalFact.TailTruncated(record.last());
            case SNAPSHOT_REQUESTED -> new JournalFact.SnapshotRequested(record.last());
            default -> throw new MalformedInput("record of unknown kind " + record.kind());
        };
    }

    private static JournalFact readEstablished(JuteReader in) {
        int epoch = in.int32();
        UUID cluster = in.remaining() == 0 ? History.NO_CLUSTER : readId(in);
        return new JournalFact.EpochEstablished(epoch, cluster);
    }

    private static UUID readId(JuteReader in) {
        return new UUID(in.int64(), in.int64());
    }

    private static JournalFact readEntries(JournalRecord record, JuteReader in) {
        var mark = new DigestMark(new Zxid(in.int64()), in.int64());
        Zxid first = record.first();
        Zxid last = record.last();
        if (first.epoch() != last.epoch() || first.isAfter(last)) {
            throw new MalformedInput("entries from " + first + " to " + last);
        }
        Bytes encoded = record.payload().slice(MARK_BYTES, record.payload().length());
        return new JournalFact.EntriesAppended(
                new Entries(first, last, encoded), record.committed(), mark);
    }

    static History readHistory(JuteReader in) {
        return new History(
                in.int32(),
                in.int32(),
                new Zxid(in.int64()),
                new Zxid(in.int64()),
                readId(in),
                in.int32() == 1);
    }

    /** As it was before members had ensembles: whoever had followed anybody was proven. */
    static History readOldHistory(JuteReader in) {
        int accepted = in.int32();
        int established = in.int32();
        return new History(
                accepted,
                established,
                new Zxid(in.int64()),
                new Zxid(in.int64()),
                History.NO_CLUSTER,
                established > 0);
    }

    /** The history in a footer; empty if this is none. */
    static Optional<History> readFooter(JournalRecord footer) {
        var in = new JuteReader(footer.payload());
        return switch (footer.payload().length()) {
            case HISTORY_BYTES -> Optional.of(readHistory(in));
            case OLD_HISTORY_BYTES -> Optional.of(readOldHistory(in));
            default -> Optional.empty();
        };
    }
}
