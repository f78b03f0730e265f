package io.tapio.testkit.sim;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows everything that was ever committed, and holds each member against it. */
final class Judge {
    private final List<SimEntry> committed = new ArrayList<>();
    private final Map<Integer, ServerId> leaders = new HashMap<>();
    private final Set<Long> acknowledged = new HashSet<>();

    static void check(boolean holds, String what) {
        if (!holds) throw new Violation(what);
    }

    /** A member applies an entry as its {@code position}th. */
    void applied(ServerId member, int position, SimEntry entry) {
        if (position == committed.size()) {
            committed.add(entry);
        } else {
            check(
                    committed.get(position).equals(entry),
                    "member %s applies %s where %s is committed"
                            .formatted(member, entry, committed.get(position)));
        }
    }

    /** Whether {@code entry} is what was committed as the {@code position}th. */
    boolean isCommitted(int position, SimEntry entry) {
        return position < committed.size() && committed.get(position).equals(entry);
    }

    boolean isCommitted(Zxid zxid) {
        return committed.stream().anyMatch(each -> each.zxid().equals(zxid));
    }

    /** How many entries a state at {@code at} consists of. */
    int countAt(Zxid at) {
        int count = committed.size();
        while (count > 0 && committed.get(count - 1).zxid().isAfter(at)) {
            count--;
        }
        check(
                count == 0 ? at.equals(Zxid.NONE) : committed.get(count - 1).zxid().equals(at),
                "a state at " + at + ", which is not committed");
        return count;
    }

    void leads(ServerId member, int epoch, Disk disk) {
        ServerId before = leaders.putIfAbsent(epoch, member);
        check(before == null, "members %s and %s lead epoch %d".formatted(before, member, epoch));
        checkHasAll(member, disk);
    }

    void checkHasAll(ServerId member, Disk disk) {
        check(
                disk.count() >= committed.size(),
                "member " + member + " lacks what is committed: " + disk);
        for (int at = disk.baseCount(); at < committed.size(); at++) {
            SimEntry has = disk.entryAt(at);
            check(
                    has.equals(committed.get(at)),
                    "member %s has %s instead of %s".formatted(member, has, committed.get(at)));
        }
    }

    /** What a member was told when it asked whether it leads: nobody after it had led by then. */
    void confirmed(ServerId member, int epoch, int newestWhenAsked) {
        check(
                newestWhenAsked <= epoch,
                "member %s was told that it leads epoch %d, but %d led before it asked"
                        .formatted(member, epoch, newestWhenAsked));
    }

    /** The newest epoch that was ever led. */
    int newestEpoch() {
        return leaders.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    void acknowledged(long id) {
        acknowledged.add(id);
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    int committedCount() {
        return committed.size();
    }

    void checkNothingLost() {
        var there = new HashSet<Long>();
        committed.forEach(each -> check(there.add(each.id()), "twice committed: " + each));
        check(there.containsAll(acknowledged), "an acknowledged write is lost");
    }
}
