package io.tapio.processes;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.tapio.processes.History.Outcome;
import io.tapio.processes.History.Read;
import io.tapio.processes.History.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Judges a history by the zxids that the replies carry: they are the one order of all writes, so
 * that nothing need be searched.
 */
final class HistoryCheck {
    private static final int SHOWN = 20;

    private final History.Nodes nodes;
    private final Map<String, Write> byPayload;
    private final List<Write> doneByZxid;
    private final List<Read> reads;
    private final TreeWalk tree;
    private final List<String> findings = new ArrayList<>();

    /** What a register held, by version. */
    private record Value(String payload, long mzxid) {}

    HistoryCheck(History.Nodes nodes, List<Write> writes, List<Read> reads, TreeWalk tree) {
        this.nodes = nodes;
        this.byPayload = writes.stream().collect(toMap(Write::payload, Function.identity()));
        this.doneByZxid =
                writes.stream().filter(Write::isDone).sorted(comparing(Write::zxid)).toList();
        this.reads = reads;
        this.tree = tree;
    }

    /** What contradicts the promises, each in one line; the first few. */
    List<String> findings() {
        zxidsAreUnique();
        zxidsAgreeWithRealTime();
        eachWorkerIsServedInOrder();
        createdNodesAreThereOnce();
        nodes.registers().forEach(this::checkRegister);
        sessionsNeverGoBack();
        syncsShowWhatCameBefore();
        return findings.stream().limit(SHOWN).toList();
    }

    private void zxidsAreUnique() {
        for (int i = 1; i < doneByZxid.size(); i++) {
            var one = doneByZxid.get(i - 1);
            var next = doneByZxid.get(i);
            if (one.zxid() == next.zxid()) finding("one zxid for two writes", one, next);
        }
    }

    /** A write that was answered before another was sent has the lower zxid. */
    private void zxidsAgreeWithRealTime() {
        var answered = new Answered();
        for (var write : doneByZxid.stream().sorted(comparing(Write::sentNanos)).toList()) {
            long before = answered.highestZxidBefore(write.sentNanos());
            if (write.zxid() <= before)
                finding("a later write before an earlier one", write, before);
        }
    }

    /** The highest zxid acknowledged before a moment; moments are asked for in order. */
    private final class Answered {
        private final List<Write> byAnswer =
                doneByZxid.stream().sorted(comparing(Write::answeredNanos)).toList();
        private int next;
        private long highest;

        long highestZxidBefore(long nanos) {
            while (next < byAnswer.size() && byAnswer.get(next).answeredNanos() < nanos) {
                highest = Math.max(highest, byAnswer.get(next++).zxid());
            }
            return highest;
        }
    }

    private void eachWorkerIsServedInOrder() {
        var perWorker = doneByZxid.stream().collect(groupingBy(Write::worker));
        for (var writes : perWorker.values()) {
            for (int i = 1; i < writes.size(); i++) {
                var one = writes.get(i - 1);
                var next = writes.get(i);
                if (one.order() > next.order()) finding("out of the worker's order", one, next);
            }
        }
    }

    // ---- sequential nodes

    private void createdNodesAreThereOnce() {
        var found = new HashMap<String, String>();
        var inOrder = new TreeMap<Long, String>();
        var sequence = nodes.sequence();
        var directory = tree.nodes().subMap(sequence + "/", sequence + "0");
        directory.forEach(
                (path, node) -> {
                    var twin = found.put(node.data(), path);
                    if (twin != null) finding("made twice", path, twin);
                    inOrder.put(node.stat().czxid(), path);
                    checkCreated(path, node);
                });
        for (var write : doneByZxid) {
            if (creates(write) && !write.path().equals(found.get(write.payload())))
                finding("an acknowledged node is lost", write, found.get(write.payload()));
        }
        var paths = List.copyOf(inOrder.values());
        for (int i = 1; i < paths.size(); i++) {
            var one = paths.get(i - 1);
            var next = paths.get(i);
            if (one.compareTo(next) >= 0) finding("numbers against the order", one, next);
        }
    }

    private boolean creates(Write write) {
        return write.path().startsWith(nodes.sequence());
    }

    private void checkCreated(String path, TreeWalk.Node node) {
        var write = byPayload.get(node.data());
        if (write == null || !creates(write)) {
            finding("a node nobody made", path, node);
        } else if (write.outcome() == Outcome.REFUSED) {
            finding("a refused write took effect", path, write);
        } else if (write.isDone() && node.stat().czxid() != write.zxid()) {
            finding("another zxid than acknowledged", path, write);
        }
    }

    // ---- registers

    private void checkRegister(String path) {
        var sets = doneByZxid.stream().filter(write -> write.path().equals(path)).toList();
        var held = new TreeMap<Integer, Value>();
        for (var write : sets) held.put(write.version(), new Value(write.payload(), write.zxid()));

        versionsLeaveRoomForNoMoreThanWasSent(path, sets);
        var end = tree.nodes().get(path);
        if (end == null) {
            finding("a register is gone", path, "");
            return;
        }
        long everything = Long.MAX_VALUE;
        var last =
                new Read(
                        -1,
                        path,
                        end.data(),
                        end.stat().mzxid(),
                        end.stat().version(),
                        everything,
                        0,
                        0);
        checkRead(last, held);
        for (var read : reads) {
            if (read.path().equals(path)) checkRead(read, held);
        }
        eachPayloadHasOneVersion(held);
    }

    /** Versions count the sets: those between the acknowledged ones must be open ones. */
    private void versionsLeaveRoomForNoMoreThanWasSent(String path, List<Write> sets) {
        var open =
                byPayload.values().stream()
                        .filter(w -> w.path().equals(path) && w.outcome() == Outcome.OPEN)
                        .map(Write::sentNanos)
                        .sorted()
                        .toList();
        int openBefore = 0;
        int versionBefore = 0;
        for (int i = 0; i < sets.size(); i++) {
            var write = sets.get(i);
            while (openBefore < open.size() && open.get(openBefore) < write.answeredNanos()) {
                openBefore++;
            }
            int others = write.version() - (i + 1);
            if (write.version() <= versionBefore) finding("a version again", path, write);
            if (others < 0) finding("an earlier write is lost", path, write);
            if (others > openBefore) finding("more was done than was sent", path, write);
            versionBefore = write.version();
        }
    }

    /** What was read must be what stood there at the zxid of the reply. */
    private void checkRead(Read read, TreeMap<Integer, Value> held) {
        if (read.mzxid() > read.zxid()) finding("read from the future", read, "");
        var newest = newestUpTo(read.path(), read.zxid());
        if (newest.isPresent() && newest.get().zxid() > read.mzxid())
            finding("a newer value was there", read, newest.get());
        if (read.version() == 0) {
            if (!read.payload().isEmpty()) finding("nobody's first value", read, "");
            return;
        }
        var value = new Value(read.payload(), read.mzxid());
        var known = held.putIfAbsent(read.version(), value);
        if (known == null) mustBeOpen(read, held);
        else if (!known.equals(value)) finding("two values of one version", read, known);
    }

    private void mustBeOpen(Read read, TreeMap<Integer, Value> held) {
        var write = byPayload.get(read.payload());
        if (write == null || write.outcome() != Outcome.OPEN || !write.path().equals(read.path()))
            finding("a value nobody set at this version", read, write);
        var before = held.lowerEntry(read.version());
        var after = held.higherEntry(read.version());
        boolean inOrder =
                (before == null || before.getValue().mzxid() < read.mzxid())
                        && (after == null || after.getValue().mzxid() > read.mzxid());
        if (!inOrder) finding("a version out of order", read, before + " " + after);
    }

    private final Map<String, TreeMap<Long, Write>> setsByZxid = new HashMap<>();

    private Optional<Write> newestUpTo(String path, long zxid) {
        var sets = setsByZxid.computeIfAbsent(path, this::setsOf);
        return Optional.ofNullable(sets.floorEntry(zxid)).map(Map.Entry::getValue);
    }

    private TreeMap<Long, Write> setsOf(String path) {
        var sets = new TreeMap<Long, Write>();
        for (var write : doneByZxid) {
            if (write.path().equals(path)) sets.put(write.zxid(), write);
        }
        return sets;
    }

    private void eachPayloadHasOneVersion(Map<Integer, Value> held) {
        var versions = new HashMap<String, Integer>();
        held.forEach(
                (version, value) -> {
                    var twin = versions.put(value.payload(), version);
                    if (twin != null) finding("done twice: " + value, twin, version);
                });
    }

    // ---- sessions

    private void sessionsNeverGoBack() {
        for (var read : reads) {
            if (read.zxid() < read.zxidBefore()) finding("a session went back", read, "");
        }
    }

    private void syncsShowWhatCameBefore() {
        var answered = new Answered();
        var synced =
                reads.stream()
                        .filter(read -> read.syncSentNanos() != 0)
                        .sorted(comparing(Read::syncSentNanos));
        synced.forEach(
                read -> {
                    long before = answered.highestZxidBefore(read.syncSentNanos());
                    if (read.zxid() < before) finding("stale after a sync", read, before);
                });
    }

    private void finding(String what, Object one, Object other) {
        findings.add(what + ": " + one + " / " + other);
    }
}
