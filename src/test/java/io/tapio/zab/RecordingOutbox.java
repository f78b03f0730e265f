package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notes what a core wants done, as the lines of a scenario. */
public final class RecordingOutbox implements Outbox {
    private final ToyHistory history = new ToyHistory();
    private final List<String> lines = new ArrayList<>();

    @Override
    public void acceptEpoch(int epoch) {
        lines.add("accepts epoch " + epoch);
    }

    @Override
    public void establishEpoch(int epoch) {
        lines.add("establishes epoch " + epoch);
    }

    @Override
    public void append(Entries entries) {
        history.append(entries);
        lines.add("appends " + entries.first() + ".." + entries.last());
    }

    @Override
    public void commit(Zxid upTo) {
        lines.add("commits " + upTo);
    }

    @Override
    public void lead(int epoch, Zxid endsAt) {
        lines.add("leads epoch " + epoch);
    }

    @Override
    public void prove() {
        lines.add("proves its disk");
    }

    @Override
    public void truncate(Zxid to) {
        history.cut(to);
        lines.add("cuts to " + to);
    }

    @Override
    public void installSnapshot(Zxid at) {
        history.begin(at);
        lines.add("installs snapshot " + at);
    }

    @Override
    public void follow(ServerId leader, int epoch) {
        lines.add("follows s" + leader + " in epoch " + epoch);
    }

    @Override
    public void lookAgain(String reason) {
        lines.add("looks again: " + reason);
    }

    @Override
    public void await(Set<ServerId> missing, Set<ServerId> unproven) {
        lines.add("awaits missing " + sorted(missing) + " unproven " + sorted(unproven));
    }

    private static String sorted(Set<ServerId> members) {
        return members.stream().sorted().map(each -> "s" + each).toList().toString();
    }

    @Override
    public void send(ServerId to, ZabMessage message) {
        lines.add("-> s" + to + " " + MessageLine.of(message));
    }

    @Override
    public void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        history.range(after, upTo).forEach(run -> send(to, kind.message(run)));
    }

    @Override
    public void confirmed(long token) {
        lines.add("confirms " + token);
    }

    @Override
    public void remember(Map<ServerId, Zxid> marks) {
        lines.add("remembers " + MessageLine.of(marks));
    }

    @Override
    public void stopProposing() {
        lines.add("proposes no more");
    }

    @Override
    public void handedOver() {
        lines.add("has handed over");
    }

    @Override
    public void connect(ServerId leader) {
        lines.add("connects to s" + leader);
    }

    @Override
    public void disconnect(ServerId peer, String reason) {
        lines.add("disconnects s" + peer + ": " + reason);
    }

    @Override
    public void sendSnapshot(ServerId to) {
        lines.add("makes a snapshot ready for s" + to);
    }

    /** The log as it was asked to be. */
    public ToyHistory history() {
        return history;
    }

    public List<String> take() {
        var taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
