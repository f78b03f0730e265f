package io.tapio.log;

import io.tapio.jute.JuteReader;
import io.tapio.model.ServerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Whose directory this is: the random id of the journal, and the member that writes it.
 *
 * <p>It is the last thing made at a first start, so a directory that has it once had a journal.
 * File: {@code int magic, int version, 16 bytes journal id, int member, int CRC-32C}.
 */
record DirectoryIdentity(UUID journal, ServerId member) {
    static final String FILE_NAME = "identity";

    private static final int MAGIC = 0x5441_5049; // TAPI
    private static final int VERSION = 1;
    private static final int BYTES = 32;

    void write(Storage storage, Path file) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putInt(MAGIC).putInt(VERSION);
        out.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        out.putInt(member.value());
        storage.replace(file, out.putInt(crc(out.array())).rewind());
    }

    /** The identity in {@code file}; empty if there is no such file. */
    static Optional<DirectoryIdentity> read(Storage storage, Path file) throws IOException {
        if (!storage.exists(file)) return Optional.empty();

        try (StoredFile open = storage.read(file)) {
            if (open.size() != BYTES) {
                throw new DamagedLog(file, "should have " + BYTES + " bytes");
            }
            return Optional.of(decode(open.bytes(0, BYTES), file));
        }
    }

    private static DirectoryIdentity decode(byte[] bytes, Path file) {
        var in = new JuteReader(bytes, 0, BYTES);
        int magic = in.int32();
        int version = in.int32();
        var journal = new UUID(in.int64(), in.int64());
        int member = in.int32();
        if (magic != MAGIC || in.int32() != crc(bytes) || member < 0 || member > 255) {
            throw new DamagedLog(file, 0, "does not have its checksum");
        }
        if (version != VERSION) {
            throw DamagedLog.notOurs(file, "has the unknown version " + version);
        }

        return new DirectoryIdentity(journal, new ServerId(member));
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, BYTES - 4);
        return (int) crc.getValue();
    }
}
