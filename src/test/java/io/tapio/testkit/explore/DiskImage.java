package io.tapio.testkit.explore;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a journal folds to. */
record DiskImage(
        int accepted, int established, boolean proven, Map<ServerId, Zxid> marks, List<Item> log) {
    static final DiskImage NEW = new DiskImage(0, 0, false, Map.of(), List.of());

    /** One thing that is written to the journal. */
    sealed interface Fact {
        record Accepted(int epoch) implements Fact {}

        record Established(int epoch) implements Fact {}

        record Proven() implements Fact {}

        record Marked(Map<ServerId, Zxid> marks) implements Fact {}

        record Appended(Entries run) implements Fact {}

        record Cut(Zxid to) implements Fact {}
    }

    DiskImage {
        marks = Map.copyOf(marks);
        log = List.copyOf(log);
    }

    DiskImage with(Fact fact) {
        return switch (fact) {
            case Fact.Accepted(int epoch) -> new DiskImage(epoch, established, proven, marks, log);
            case Fact.Established(int epoch) -> new DiskImage(accepted, epoch, proven, marks, log);
            case Fact.Proven() -> new DiskImage(accepted, established, true, marks, log);
            case Fact.Marked(Map<ServerId, Zxid> now) ->
                    new DiskImage(accepted, established, proven, now, log);
            case Fact.Appended(Entries run) -> withLog(longer(run));
            case Fact.Cut(Zxid to) -> withLog(upTo(to));
        };
    }

    private DiskImage withLog(List<Item> now) {
        return new DiskImage(accepted, established, proven, marks, now);
    }

    private List<Item> longer(Entries run) {
        var longer = new ArrayList<>(log);
        longer.addAll(Item.of(run));
        return longer;
    }

    private List<Item> upTo(Zxid end) {
        return log.stream().filter(each -> !each.zxid().isAfter(end)).toList();
    }

    /** As if only what the entries say were remembered. */
    DiskImage withoutPromises() {
        int epoch = last().epoch();
        return new DiskImage(epoch, epoch, proven, marks, log);
    }

    /** Whether it has been there since the ensemble began, or was healed since. */
    boolean isSure() {
        return proven || established > 0;
    }

    Zxid last() {
        return log.isEmpty() ? Zxid.NONE : log.getLast().zxid();
    }

    boolean has(int position, Item item) {
        return position < log.size() && log.get(position).equals(item);
    }

    /** The entries of epochs before {@code epoch}. */
    List<Item> before(int epoch) {
        return log.stream().filter(each -> each.zxid().epoch() < epoch).toList();
    }

    List<Item> between(Zxid after, Zxid upTo) {
        return log.stream()
                .filter(each -> each.zxid().isAfter(after) && !each.zxid().isAfter(upTo))
                .toList();
    }

    LogOutline outline() {
        var ends = new ArrayList<Zxid>();
        for (Item each : log) {
            Zxid at = each.zxid();
            if (!ends.isEmpty() && ends.getLast().epoch() == at.epoch()) ends.removeLast();
            ends.add(at);
        }
        return new LogOutline(Zxid.NONE, ends);
    }
}
