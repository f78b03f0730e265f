package io.tapio.log;

import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk on virtual time: writes take effect when they are made and last when they are flushed; a
 * crash undoes what would have happened later, a power cut also what was not flushed.
 */
public final class SimDisk {
    private static final long NEVER = Long.MAX_VALUE;
    private static final String FULL = "No space left on device";

    /** A change of names; undone if the crash comes before it, or while it is not durable. */
    private static final class NameOp {
        final long issued;
        final boolean removal;
        final Runnable undo;
        long durable;

        NameOp(long issued, boolean removal, long durable, Runnable undo) {
            this.issued = issued;
            this.removal = removal;
            this.durable = durable;
            this.undo = undo;
        }
    }

    /** The mapped file: as it was before the command under way, after it, and when last forced. */
    private static final class Mapping {
        final SimFile file;
        final ByteBuffer memory;
        byte[] before;
        byte[] after;
        byte[] forced;
        long afterAt;

        Mapping(SimFile file, ByteBuffer memory) {
            this.file = file;
            this.memory = memory;
            before = content();
            after = before.clone();
            forced = before.clone();
        }

        byte[] content() {
            byte[] bytes = new byte[memory.capacity()];
            memory.get(0, bytes);
            return bytes;
        }
    }

    private final RandomGenerator random;
    private final LongSupplier clock;
    private final TreeMap<Path, SimFile> files = new TreeMap<>();
    private final Set<Path> directories = new HashSet<>();
    private final List<NameOp> names = new ArrayList<>();
    private @Nullable Mapping mapping;
    private Map<Path, SimFile> copy = Map.of();
    private long cursor;

    private long slowUs;
    private boolean lying;
    private int forcesToFailure = Integer.MAX_VALUE;
    private int writesToFailure = Integer.MAX_VALUE;
    private long freeBytes = NEVER;
    private boolean unreadable;

    public SimDisk(RandomGenerator random, LongSupplier clock) {
        this.random = random;
        this.clock = clock;
    }

    // Time: whoever works with the disk begins, and is done when the cursor says.

    void begin(long at) {
        cursor = at;
    }

    long cursor() {
        return cursor;
    }

    /** What was mapped and written is in memory from the cursor's time on. */
    void noteMapping(boolean forced) {
        Mapping now = mapping;
        if (now == null) return;

        byte[] reused = now.before;
        now.before = now.after;
        now.after = reused;
        now.memory.get(0, now.after);
        now.afterAt = cursor;
        if (forced) System.arraycopy(now.after, 0, now.forced, 0, now.forced.length);
    }

    // Faults.

    /** Every flush takes so much longer. */
    public void slow(long extraUs) {
        slowUs = extraUs;
    }

    /** Flushes return at once, and mean nothing. */
    public void lie() {
        lying = true;
    }

    public void failForceAfter(int forces) {
        forcesToFailure = forces;
    }

    public void failWriteAfter(int writes) {
        writesToFailure = writes;
    }

    /** Files can grow by so much from now on. */
    public void leaveFree(long bytes) {
        freeBytes = bytes;
    }

    public void heal() {
        slowUs = 0;
        forcesToFailure = Integer.MAX_VALUE;
        writesToFailure = Integer.MAX_VALUE;
        freeBytes = NEVER;
        unreadable = false;
    }

    /** The process that used the disk is gone, by itself or with the power. */
    public void crash(boolean power) {
        long now = clock.getAsLong();
        undoNames(now, power);
        for (SimFile file : files.values()) {
            if (power) file.cutPower(now, random);
            else file.kill(now);
        }
        Mapping last = mapping;
        mapping = null;
        if (last == null) return;

        boolean older = power && random.nextBoolean();
        last.file.replace(older ? last.forced : now < last.afterAt ? last.before : last.after);
    }

    private void undoNames(long now, boolean power) {
        int undone = power ? random.nextInt(3) : 0;
        for (int i = names.size() - 1; i >= 0; i--) {
            NameOp op = names.get(i);
            boolean lost = op.removal && op.durable > now && undone-- > 0;
            if (op.issued <= now && !lost) undone = 0;
            if (op.issued > now || lost) op.undo.run();
        }
        names.clear();
    }

    public void wipe() {
        files.clear();
        directories.clear();
    }

    /** Somebody makes a backup of what is on disk now. */
    public void keepCopy() {
        var kept = new TreeMap<Path, SimFile>();
        files.forEach((path, file) -> kept.put(path, file.copy()));
        copy = kept;
    }

    public boolean hasCopy() {
        return !copy.isEmpty();
    }

    /** What it says of how far the disks of others had come, by their numbers. */
    public Map<Integer, Zxid> marks(Path directory) {
        Path below = LogDirectories.below(directory);
        var platters = new SimDisk(random, clock);
        for (String name : List.of(PeerMarks.FILE_NAME, DirectoryIdentity.FILE_NAME)) {
            SimFile file = files.get(below.resolve(name));
            if (file != null) platters.files.put(below.resolve(name), file.copy());
        }
        try {
            Path identity = below.resolve(DirectoryIdentity.FILE_NAME);
            return DirectoryIdentity.read(platters.storage(), identity)
                    .map(who -> new PeerMarks(platters.storage(), below, who.journal()).marks())
                    .orElse(Map.of());
        } catch (IOException | RuntimeException unreadable) {
            return Map.of();
        }
    }

    /** What is written of that comes to the platters now. */
    public void flushMarks(Path directory) {
        SimFile file = files.get(LogDirectories.below(directory).resolve(PeerMarks.FILE_NAME));
        if (file != null) file.flush();
    }

    /** Somebody puts the backup in the place of what is there. */
    public void rollBack() {
        files.clear();
        copy.forEach((path, file) -> files.put(path, file.copy()));
    }

    /** How a disk forgets or garbles. */
    public enum Rot {
        FLIPPED_BIT,
        ZEROED_BLOCK,
        MISDIRECTED_WRITE,
        STALE_SECTOR,
        SHORT_FILE,
        LOST_FILE,
        UNREADABLE
    }

    /** Damages one file; of what kind it is, or empty if there is nothing to damage. */
    public String rot(Rot kind) {
        var targets = files.keySet().stream().filter(this::holds).toList();
        if (targets.isEmpty()) return "";

        Path path = targets.get(random.nextInt(targets.size()));
        SimFile file = files.get(path);
        int used = Math.max(1, file.used());
        int at = random.nextInt(used);
        switch (kind) {
            case FLIPPED_BIT -> file.damage(bytes -> flip(bytes, at));
            case ZEROED_BLOCK -> file.damage(bytes -> fill(bytes, at & -4096, 4096));
            case STALE_SECTOR -> file.damage(bytes -> fill(bytes, at & -512, 512));
            case MISDIRECTED_WRITE ->
                    file.damage(bytes -> move(bytes, at & -512, random.nextInt(used) & -512));
            case SHORT_FILE -> file.damage(bytes -> Arrays.copyOf(bytes, at));
            case LOST_FILE -> files.remove(path);
            case UNREADABLE -> unreadable = true;
        }
        return path.getFileName() + " at " + at;
    }

    private boolean holds(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".seg") || name.endsWith(".snap") || name.equals("identity");
    }

    private static byte[] flip(byte[] bytes, int at) {
        if (at < bytes.length) bytes[at] ^= 0x10;
        return bytes;
    }

    private static byte[] fill(byte[] bytes, int from, int count) {
        Arrays.fill(
                bytes,
                Math.min(from, bytes.length),
                Math.min(from + count, bytes.length),
                (byte) 0);
        return bytes;
    }

    private static byte[] move(byte[] bytes, int from, int to) {
        int length = Math.min(512, bytes.length - Math.max(from, to));
        if (length > 0) System.arraycopy(bytes, from, bytes, to, length);
        return bytes;
    }

    Storage storage() {
        return new Files();
    }

    private void take(long us) {
        cursor += us;
    }

    private final class Files implements Storage {
        @Override
        public StoredFile open(Path path) throws IOException {
            SimFile file = files.get(path);
            if (file == null) {
                file = new SimFile();
                files.put(path, file);
                names.add(new NameOp(cursor, false, cursor, () -> files.remove(path)));
            }
            return new Handle(file);
        }

        @Override
        public StoredFile read(Path path) throws IOException {
            SimFile file = files.get(path);
            if (file == null) throw new NoSuchFileException(path.toString());
            return new Handle(file);
        }

        @Override
        public boolean exists(Path path) {
            return files.containsKey(path) || directories.contains(path);
        }

        @Override
        public List<Path> list(Path directory) {
            var found = new ArrayList<Path>();
            for (Path each : files.keySet()) {
                if (directory.equals(each.getParent())) found.add(each);
            }
            for (Path each : directories) {
                if (directory.equals(each.getParent())) found.add(each);
            }
            found.sort(null);
            return found;
        }

        @Override
        public void createDirectories(Path directory) {
            for (Path at = directory; at != null && directories.add(at); at = at.getParent()) {}
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            SimFile file = files.remove(from);
            if (file == null) throw new NoSuchFileException(from.toString());
            SimFile before = files.put(to, file);
            take(100 + random.nextInt(400));
            names.forEach(each -> each.durable = Math.min(each.durable, cursor));
            names.add(
                    new NameOp(
                            cursor,
                            false,
                            cursor,
                            () -> {
                                files.put(from, file);
                                if (before == null) files.remove(to);
                                else files.put(to, before);
                            }));
            forgetOldNames();
        }

        @Override
        public void delete(Path path) {
            SimFile file = files.remove(path);
            if (file == null) return;

            if (freeBytes != NEVER) freeBytes += file.size();
            take(20);
            names.add(new NameOp(cursor, true, NEVER, () -> files.putIfAbsent(path, file)));
        }

        private void forgetOldNames() {
            long now = clock.getAsLong();
            names.removeIf(each -> each.issued <= now && each.durable <= now);
        }

        @Override
        public DirectoryLock lock(Path directory) {
            return new DirectoryLock(directory, () -> {});
        }

        @Override
        public UUID newId() {
            return new UUID(random.nextLong(), random.nextLong());
        }

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(cursor / 1000);
        }
    }

    private final class Handle implements StoredFile {
        private final SimFile file;

        Handle(SimFile file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            if (unreadable && random.nextInt(4) == 0) throw new IOException("Input/output error");
            int length = (int) Math.min(target.remaining(), file.size() - at);
            if (length <= 0) return -1;

            target.put(file.bytes(), (int) at, length);
            return length;
        }

        @Override
        public int writeSome(ByteBuffer source, long at) throws IOException {
            if (writesToFailure != Integer.MAX_VALUE && --writesToFailure <= 0) {
                throw new IOException("Input/output error");
            }
            int length = source.remaining();
            long growth = Math.max(0, at + length - file.size());
            if (growth > freeBytes) throw new IOException(FULL);
            if (freeBytes != NEVER) freeBytes -= growth;

            byte[] bytes = new byte[length];
            source.get(bytes);
            take(1 + length / 1000);
            file.write(at, bytes, cursor);
            return length;
        }

        @Override
        public void force() throws IOException {
            long took = slowUs + 100 + random.nextInt(random.nextInt(30) == 0 ? 20_000 : 800);
            if (lying) {
                file.force(clock.getAsLong(), cursor + 200_000);
                return;
            }
            if (forcesToFailure != Integer.MAX_VALUE && --forcesToFailure <= 0) {
                forcesToFailure = Integer.MAX_VALUE; // the next one says that all is well
                file.forceFails(cursor, random);
                throw new IOException("Input/output error");
            }
            long begun = cursor;
            take(took);
            file.force(Math.min(begun, clock.getAsLong()), cursor);
        }

        @Override
        public void truncate(long size) {
            if (size == file.size()) return;
            take(5);
            file.resize(size, cursor);
        }

        @Override
        public Mapped map(int bytes) {
            var memory = ByteBuffer.allocate(bytes);
            memory.put(0, file.bytes(), 0, Math.min(bytes, file.size()));
            mapping = new Mapping(file, memory);
            return new Memory(memory);
        }

        @Override
        public void close() {}
    }

    private record Memory(ByteBuffer bytes) implements StoredFile.Mapped {
        @Override
        public void put(int at, ByteBuffer source) {
            bytes.put(at, source, source.position(), source.remaining());
        }

        @Override
        public void force() {}
    }
}
