package io.tapio.testkit.explore;

import java.util.ArrayList;
import java.util.List;

/** What was ever committed, and who led which epoch: what no member knows for sure. */
record Ghost(List<Item> committed, List<Integer> leaders) {
    static final Ghost NEW = new Ghost(List.of(), List.of());
    private static final int NOBODY = -1;

    Ghost {
        committed = List.copyOf(committed);
        leaders = List.copyOf(leaders);
    }

    /** A member applies {@code item} as its {@code position}th. */
    Ghost applied(int member, int position, Item item) {
        if (position < committed.size()) {
            Breach.unless(
                    committed.get(position).equals(item),
                    "member %s applies %s where %s is committed"
                            .formatted(Members.id(member), item, committed.get(position)));
            return this;
        }
        var more = new ArrayList<>(committed);
        more.add(item);
        return new Ghost(more, leaders);
    }

    Ghost led(int member, int epoch, DiskImage disk) {
        var all = new ArrayList<>(leaders);
        while (all.size() < epoch) {
            all.add(NOBODY);
        }
        int before = all.set(epoch - 1, member);
        Breach.unless(before == NOBODY, "two members lead epoch " + epoch);
        for (int at = 0; at < committed.size(); at++) {
            Breach.unless(
                    disk.has(at, committed.get(at)),
                    "member %s leads epoch %d without %s, which is committed"
                            .formatted(Members.id(member), epoch, committed.get(at)));
        }
        return new Ghost(committed, all);
    }

    void checkCut(int member, int position, List<Item> items) {
        for (int i = 0; i < items.size(); i++) {
            int at = position + i;
            boolean kept = at < committed.size() && committed.get(at).equals(items.get(i));
            Breach.unless(
                    !kept,
                    "member " + Members.id(member) + " cuts " + items.get(i) + ", committed");
        }
    }

    /** The newest epoch that was led. */
    int newestEpoch() {
        return leaders.size();
    }
}
