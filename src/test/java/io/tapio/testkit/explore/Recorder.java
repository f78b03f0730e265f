package io.tapio.testkit.explore;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.explore.DiskImage.Fact;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries out what a core asks of its own disk, keeps what concerns others, and complains of what
 * one member alone can do wrong.
 */
final class Recorder implements Outbox {
    private final Node node;
    private final Flaw flaw;
    private final Pool<ZabMessage> words;
    private final List<Effect> effects = new ArrayList<>();
    private boolean shown; // something happened, inside or outside

    Recorder(Node node, Flaw flaw, Pool<ZabMessage> words) {
        this.node = node;
        this.flaw = flaw;
        this.words = words;
    }

    List<Effect> effects() {
        return effects;
    }

    boolean hasShown() {
        return shown || !effects.isEmpty();
    }

    private void write(Fact fact) {
        shown = true;
        node.waiting.add(fact);
    }

    private void demand(boolean holds, String what) {
        if (!flaw.onlyOutcomesCount()) Breach.unless(holds, what);
    }

    @Override
    public void acceptEpoch(int epoch) {
        demand(epoch > node.live().accepted(), "epoch " + epoch + " is promised again");
        write(new Fact.Accepted(epoch));
    }

    @Override
    public void establishEpoch(int epoch) {
        write(new Fact.Established(epoch));
    }

    @Override
    public void prove() {
        node.forgetful = false; // where nobody has anything, nothing is forgotten
        write(new Fact.Proven());
    }

    @Override
    public void append(Entries entries) {
        Breach.unless(
                OwnLog.follows(node.live().last(), entries),
                entries.first() + " is logged after " + node.live().last());
        write(new Fact.Appended(entries));
    }

    @Override
    public void truncate(Zxid to) {
        DiskImage live = node.live();
        List<Item> cut = live.between(to, live.last());
        int position = live.log().size() - cut.size();
        if (!cut.isEmpty()) effects.add(new Effect.Cuts(position, cut));
        write(new Fact.Cut(to));
    }

    @Override
    public void installSnapshot(Zxid at) {
        throw new Breach("no log is so short that a snapshot is needed");
    }

    @Override
    public void commit(Zxid upTo) {
        demand(!upTo.isAfter(node.disk.last()), "what is applied is not on disk: " + upTo);
        List<Item> log = node.live().log();
        while (node.applied < log.size() && !log.get(node.applied).zxid().isAfter(upTo)) {
            effects.add(new Effect.Applies(node.applied, log.get(node.applied)));
            node.applied++;
        }
    }

    @Override
    public void lead(int epoch, Zxid endsAt) {
        Breach.unless(!node.forgetful, "a member with a lost disk leads epoch " + epoch);
        node.leads = epoch;
        node.proposed = Zxid.startOf(epoch);
        effects.add(new Effect.Leads(epoch));
    }

    @Override
    public void follow(ServerId leader, int epoch) {
        shown = true;
    }

    @Override
    public void lookAgain(String reason) {
        boolean wrong = reason.startsWith("the leader is wrong") && !reason.contains("is before");
        demand(!wrong, reason);
        shown = true;
        node.stopServing();
    }

    @Override
    public void confirmed(long token) {}

    @Override
    public void remember(Map<ServerId, Zxid> marks) {
        write(new Fact.Marked(marks));
    }

    @Override
    public void stopProposing() {
        shown = true;
        node.stopped = true;
    }

    @Override
    public void handedOver() {}

    @Override
    public void await(Set<ServerId> missing, Set<ServerId> unproven) {}

    @Override
    public void send(ServerId to, ZabMessage message) {
        checkSaid(message);
        for (ZabMessage each : flaw.said(message)) {
            boolean vote = each instanceof ZabMessage.Election;
            effects.add(new Effect.Say(Members.number(to), words.numberOf(each), vote));
        }
    }

    private void checkSaid(ZabMessage message) {
        switch (message) {
            case ZabMessage.Ack(Zxid logged) -> checkFlushed(logged);
            case ZabMessage.AckNewLeader(int epoch, Zxid logged) -> {
                checkFlushed(logged);
                demand(
                        node.disk.established() >= epoch && node.established == epoch,
                        "an epoch is acknowledged that is not on disk");
            }
            case ZabMessage.AckEpoch ack ->
                    demand(node.disk.accepted() > 0, "a promise is not on disk first");
            case ZabMessage.Notification said ->
                    demand(
                            !(node.forgetful && said.standing().proven()),
                            "a member with a lost disk says that it is proven");
            case ZabMessage.FollowerInfo info ->
                    demand(
                            !(node.forgetful && info.counts()),
                            "a member with a lost disk counts itself");
            default -> {}
        }
    }

    private void checkFlushed(Zxid logged) {
        demand(
                !logged.isAfter(node.disk.last()),
                logged + " is acknowledged, the disk has " + node.disk.last());
    }

    @Override
    public void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        var run = new ArrayList<Item>();
        for (Item each : node.live().between(after, upTo)) {
            if (!run.isEmpty() && run.getLast().zxid().epoch() != each.zxid().epoch()) {
                send(to, kind.message(Item.run(run)));
                run.clear();
            }
            run.add(each);
        }
        if (!run.isEmpty()) send(to, kind.message(Item.run(run)));
    }

    @Override
    public void connect(ServerId leader) {
        effects.add(new Effect.Connect(Members.number(leader)));
    }

    @Override
    public void disconnect(ServerId peer, String reason) {
        effects.add(new Effect.HangUp(Members.number(peer)));
    }

    @Override
    public void sendSnapshot(ServerId to) {
        throw new Breach("no log is so short that a snapshot is needed");
    }
}
