package io.tapio.testkit.sim;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Marks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A journal that flushes late, whole batches at a time, and in a crash loses its unflushed tail.
 */
final class Disk {
    private static final int RUN_MAX = 4;

    /** What a journal folds to. */
    private static final class Content {
        int accepted;
        int established;
        boolean proven;
        Map<ServerId, Zxid> marks = Map.of();
        Zxid base = Zxid.NONE;
        int baseCount;
        List<SimEntry> entries = new ArrayList<>();

        Zxid last() {
            return entries.isEmpty() ? base : entries.getLast().zxid();
        }

        void cut(Zxid to) {
            while (!entries.isEmpty() && entries.getLast().zxid().isAfter(to)) {
                entries.removeLast();
            }
        }

        void install(Zxid at, int count) {
            entries.clear();
            base = at;
            baseCount = count;
        }

        Content copy() {
            var copy = new Content();
            copy.accepted = accepted;
            copy.established = established;
            copy.proven = proven;
            copy.marks = marks;
            copy.base = base;
            copy.baseCount = baseCount;
            copy.entries = new ArrayList<>(entries);
            return copy;
        }
    }

    private interface Fact {
        void applyTo(Content content);
    }

    private record Write(Fact fact, Runnable word) {}

    private final Clock clock;
    private final RandomGenerator random;
    private final boolean lies;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private Content flushed = new Content();
    private Content live = new Content();
    private Content copy = new Content();
    private boolean busy;
    private boolean calm;
    private int life;

    Disk(Clock clock, RandomGenerator random, boolean lies) {
        this.clock = clock;
        this.random = random;
        this.lies = lies;
    }

    void accept(int epoch, Runnable word) {
        write(content -> content.accepted = epoch, word);
    }

    void establish(int epoch, Runnable word) {
        write(content -> content.established = epoch, word);
    }

    void prove() {
        write(content -> content.proven = true, () -> {});
    }

    /** Whether it has been there since the ensemble began, or was healed since. */
    boolean isProven() {
        return flushed.proven || flushed.established > 0;
    }

    void append(Entries run, Runnable word) {
        List<SimEntry> entries = SimEntry.of(run);
        Zxid first = entries.getFirst().zxid();
        boolean dense =
                first.epoch() == live.last().epoch()
                        ? first.value() == live.last().value() + 1
                        : first.isAfter(live.last()) && first.counter() == 1;
        Judge.check(dense, first + " is logged after " + live.last());
        write(content -> content.entries.addAll(entries), word);
    }

    void cut(Zxid to, Runnable word) {
        write(content -> content.cut(to), word);
    }

    void install(Zxid at, int count, Runnable word) {
        write(content -> content.install(at, count), word);
    }

    /** Drops entries that a state at {@code at} makes superfluous. */
    boolean compact(Zxid at, int count) {
        if (!waiting.isEmpty()) return false;

        for (Content content : List.of(live, flushed)) {
            content.entries.subList(0, count - content.baseCount).clear();
            content.base = at;
            content.baseCount = count;
        }
        return true;
    }

    private void write(Fact fact, Runnable word) {
        fact.applyTo(live);
        waiting.add(new Write(fact, lies ? () -> {} : word));
        if (lies) {
            int now = life;
            clock.in(0, () -> when(now, word));
        }
        if (!busy) flush();
    }

    private void flush() {
        busy = true;
        int count = waiting.size();
        int now = life;
        int slow = random.nextInt(20) == 0 ? 10 : 1;
        int took = calm ? 1 : 1 + random.nextInt(8) * slow;
        clock.in(took, () -> when(now, () -> flushed(count)));
    }

    private void when(int then, Runnable what) {
        if (life == then) what.run();
    }

    private void flushed(int count) {
        var words = new ArrayList<Runnable>();
        for (int i = 0; i < count; i++) {
            Write each = waiting.remove();
            each.fact().applyTo(flushed);
            words.add(each.word());
        }
        busy = false;
        if (!waiting.isEmpty()) flush();
        int now = life;
        words.forEach(word -> when(now, word));
    }

    /** What was not flushed is gone, all of it or the end of it. */
    void crash() {
        life++;
        int survive = waiting.isEmpty() ? 0 : random.nextInt(waiting.size() + 1);
        for (int i = 0; i < survive; i++) {
            waiting.remove().fact().applyTo(flushed);
        }
        waiting.clear();
        busy = false;
        live = flushed.copy();
    }

    /** Somebody makes a backup of what is on disk now. */
    void keepCopy() {
        copy = flushed.copy();
    }

    /** Whether what is on disk is more than the copy, and {@code others} know that. */
    boolean isRollBackKnownTo(List<Marks> others, ServerId self) {
        int epoch = Math.max(copy.established, copy.last().epoch());
        return others.stream().allMatch(marks -> marks.isBehind(self, epoch, copy.last()));
    }

    /** Somebody puts the backup in place of the disk. */
    void rollBack() {
        flushed = copy.copy();
        live = copy.copy();
    }

    /** Is quick from now on. */
    void becomeCalm() {
        calm = true;
    }

    void wipe() {
        flushed = new Content();
        live = new Content();
    }

    /** Of all epochs, only that of the last entry is remembered. */
    void forgetPromises() {
        flushed.accepted = flushed.last().epoch();
        flushed.established = flushed.accepted;
        live = flushed.copy();
    }

    int accepted() {
        return flushed.accepted;
    }

    int established() {
        return flushed.established;
    }

    int baseCount() {
        return live.baseCount;
    }

    int count() {
        return live.baseCount + live.entries.size();
    }

    SimEntry entryAt(int position) {
        return live.entries.get(position - live.baseCount);
    }

    Zxid flushedEnd() {
        return flushed.last();
    }

    boolean isFlushed() {
        return waiting.isEmpty();
    }

    /** Whether the disk has everything that {@code leader} had before {@code epoch}. */
    boolean hasFlushedHistoryOf(Disk leader, int epoch) {
        if (leader.base().epoch() >= epoch) return true; // the leader knows no more itself
        int count = leader.count();
        while (count > leader.baseCount() && leader.entryAt(count - 1).zxid().epoch() >= epoch) {
            count--;
        }
        if (flushed.baseCount + flushed.entries.size() < count) return false;

        int from = Math.max(leader.baseCount(), flushed.baseCount);
        for (int at = from; at < count; at++) {
            if (!flushed.entries.get(at - flushed.baseCount).equals(leader.entryAt(at))) {
                return false;
            }
        }
        return true;
    }

    Zxid base() {
        return live.base;
    }

    Zxid last() {
        return live.last();
    }

    LogOutline outline() {
        var ends = new ArrayList<Zxid>();
        for (SimEntry each : live.entries) {
            Zxid at = each.zxid();
            if (!ends.isEmpty() && ends.getLast().epoch() == at.epoch()) ends.removeLast();
            ends.add(at);
        }
        return new LogOutline(live.base, ends);
    }

    /** What a member wants to know of how far the others' disks had come; flushed by and by. */
    void remember(Map<ServerId, Zxid> marks) {
        write(content -> content.marks = marks, () -> {});
    }

    Map<ServerId, Zxid> marks() {
        return flushed.marks;
    }

    private int firstAfter(Zxid zxid) {
        int low = 0;
        int high = live.entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (live.entries.get(middle).zxid().isAfter(zxid)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** Whether it has all entries after {@code after} up to {@code upTo}, and can read them. */
    boolean canRead(Zxid after, Zxid upTo) {
        LogOutline log = outline();
        return log.reaches(after) && log.reaches(upTo);
    }

    /** The entries after {@code after} up to and including {@code upTo}, as runs in order. */
    List<Entries> range(Zxid after, Zxid upTo) {
        var runs = new ArrayList<Entries>();
        var run = new ArrayList<SimEntry>();
        for (SimEntry each : live.entries.subList(firstAfter(after), firstAfter(upTo))) {
            boolean full = run.size() == RUN_MAX;
            boolean otherEpoch =
                    !run.isEmpty() && run.getLast().zxid().epoch() != each.zxid().epoch();
            if (full || otherEpoch) {
                runs.add(SimEntry.run(run));
                run.clear();
            }
            run.add(each);
        }
        if (!run.isEmpty()) runs.add(SimEntry.run(run));
        return runs;
    }

    @Override
    public String toString() {
        return "%d entries to %s, on disk %s, accepted %d, established %d"
                .formatted(count(), last(), flushedEnd(), flushed.accepted, flushed.established);
    }
}
