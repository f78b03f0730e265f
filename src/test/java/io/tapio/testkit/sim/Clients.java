package io.tapio.testkit.sim;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Those who write and ask at one leader, and what they wait for. */
final class Clients {
    private final Judge judge;
    private final Set<Long> proposed = new HashSet<>();
    private final Map<Long, Integer> asked = new HashMap<>(); // and the newest epoch then
    private Zxid lastProposed = Zxid.NONE;
    private Zxid endsAt = Zxid.NONE; // the run that reaches it is the last of the epoch
    private long tokens;

    Clients(Judge judge) {
        this.judge = judge;
    }

    void begin(int epoch, Zxid lastOfEpoch) {
        lastProposed = Zxid.startOf(epoch);
        endsAt = lastOfEpoch;
    }

    void loseThisMember() {
        proposed.clear();
        asked.clear();
    }

    /** What they write, numbered; nothing while they must wait for the next epoch. */
    Optional<Entries> write(int count, long firstId) {
        if (!endsAt.isAfter(lastProposed)) return Optional.empty();

        var entries = new ArrayList<SimEntry>();
        for (int i = 0; i < count; i++) {
            lastProposed = lastProposed.next();
            entries.add(new SimEntry(lastProposed, firstId + i));
            proposed.add(firstId + i);
        }
        return Optional.of(SimEntry.run(entries));
    }

    void applied(SimEntry entry) {
        if (proposed.remove(entry.id())) judge.acknowledged(entry.id());
    }

    /** The token of one more question whether that member leads. */
    long ask() {
        asked.put(++tokens, judge.newestEpoch());
        return tokens;
    }

    void confirmed(long token, ServerId member, int epoch) {
        Integer newest = asked.remove(token);
        if (newest != null) judge.confirmed(member, epoch, newest);
    }
}
