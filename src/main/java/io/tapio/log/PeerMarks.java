package io.tapio.log;

import io.tapio.jute.JuteReader;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how far the other members had come, so that one whose disk was set back can be told.
 *
 * <p>What is remembered helps others and promises nothing: it is written without waiting for the
 * disk, and its loss costs no more than the memory. Two slots are written in turn: {@code 16 bytes
 * journal id, long generation, int count, count times (int member, long zxid), int CRC-32C}.
 */
final class PeerMarks {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    static final String FILE_NAME = "peer-marks";

    private static final int SLOT_BYTES = 4096;
    private static final int HEAD_BYTES = 28;
    private static final int MARK_BYTES = 12;
    private static final int MARKS_MAX = 256; // as many as there are numbers of members
    private static final int TICKS_TO_FORCE = 5;

    private record Slot(long generation, Map<Integer, Zxid> marks) {}

    private final Storage storage;
    private final Path path;
    private final UUID journal;
    private Slot now;
    private @Nullable StoredFile file;
    private int ticksToForce; // 0 if the disk has all
    private boolean broken;

    PeerMarks(Storage storage, Path directory, UUID journal) {
        this.storage = storage;
        this.path = directory.resolve(FILE_NAME);
        this.journal = journal;
        this.now = read();
    }

    Map<Integer, Zxid> marks() {
        return now.marks();
    }

    /** Forgets what it knew for this. */
    void remember(Map<Integer, Zxid> marks) {
        if (broken || marks.equals(now.marks()) || marks.size() > MARKS_MAX) return;

        now = new Slot(now.generation() + 1, Map.copyOf(marks));
        try {
            StoredFile target = file();
            target.write(encode(now), (now.generation() & 1) * SLOT_BYTES);
            if (ticksToForce == 0) ticksToForce = TICKS_TO_FORCE;
        } catch (IOException error) {
            giveUp(error);
        }
    }

    /** To be called about once a second. */
    void tick() {
        StoredFile target = file;
        if (target == null || ticksToForce == 0 || --ticksToForce > 0) return;

        try {
            target.force();
        } catch (IOException error) {
            giveUp(error);
        }
    }

    private StoredFile file() throws IOException {
        if (file == null) file = storage.open(path);
        return file;
    }

    /** The journal stands on the same disk, and knows better what such an error means. */
    private void giveUp(IOException error) {
        LOG.warn("cannot remember how far the others are: {}", FailureReason.of(error));
        broken = true;
        close();
    }

    private Slot read() {
        var nothing = new Slot(0, Map.of());
        if (!storage.exists(path)) return nothing;

        try (StoredFile open = storage.read(path)) {
            Slot newest = nothing;
            for (long at = 0; at < 2 * SLOT_BYTES; at += SLOT_BYTES) {
                Slot slot = decode(open, at).orElse(nothing);
                if (slot.generation() > newest.generation()) newest = slot;
            }
            return newest;
        } catch (IOException unreadable) {
            LOG.warn("not readable file={}: {}", path, FailureReason.of(unreadable));
            return nothing;
        }
    }

    private ByteBuffer encode(Slot slot) {
        var sorted = new TreeMap<>(slot.marks());
        int used = HEAD_BYTES + sorted.size() * MARK_BYTES;
        ByteBuffer out = ByteBuffer.allocate(used + 4);
        out.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        out.putLong(slot.generation()).putInt(sorted.size());
        sorted.forEach((member, zxid) -> out.putInt(member).putLong(zxid.value()));
        return out.putInt(crc(out.array(), used)).flip();
    }

    private Optional<Slot> decode(StoredFile from, long at) throws IOException {
        int length = (int) Math.min(SLOT_BYTES, from.size() - at);
        if (length < HEAD_BYTES + 4) return Optional.empty();

        byte[] bytes = from.bytes(at, length);
        var in = new JuteReader(bytes, 0, length);
        var of = new UUID(in.int64(), in.int64());
        long generation = in.int64();
        int count = in.int32();
        int used = HEAD_BYTES + count * MARK_BYTES;
        if (!of.equals(journal) || count < 0 || count > MARKS_MAX || used + 4 > length) {
            return Optional.empty();
        }
        var marks = new TreeMap<Integer, Zxid>();
        for (int i = 0; i < count; i++) marks.put(in.int32(), new Zxid(in.int64()));
        boolean whole = in.int32() == crc(bytes, used);
        return whole ? Optional.of(new Slot(generation, Map.copyOf(marks))) : Optional.empty();
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** What was written stays with the system, which brings it to the disk in its own time. */
    void close() {
        StoredFile open = file;
        file = null;
        ticksToForce = 0;
        if (open == null) return;

        try {
            open.close();
        } catch (IOException error) {
            LOG.debug("cannot close {}", path, error);
        }
    }
}
