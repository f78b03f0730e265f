package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import io.tapio.zab.ZabMessage;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the protocol and the log: knows what was asked and what was answered, and lets
 * pass only what may come next. Nothing is applied before our own disk has it.
 */
final class LogKeeper implements Outbox, OwnLog {
    private @Nullable Outbox out;
    private int accepted; // never before current, never before the epoch of an entry
    private int current;
    private Zxid appended = Zxid.NONE;
    private Zxid durable = Zxid.NONE;
    private Zxid committed = Zxid.NONE;
    private Zxid toCommit = Zxid.NONE; // known to be committed, perhaps not durable here
    private final OwnOutline outline = new OwnOutline();
    private boolean proven;
    private int unanswered; // of everything but appends

    void recovered(Recollection log) {
        proven = log.proven();
        outline.begin(log.outline());
        accepted = log.acceptedEpoch();
        current = log.currentEpoch();
        appended = log.lastLogged();
        durable = log.lastLogged();
        committed = log.committed();
        toCommit = log.committed();
    }

    /** What comes of the input that is being taken goes there. */
    void writeTo(Outbox next) {
        out = next;
    }

    private Outbox out() {
        return Invariant.present(out, "an input comes with where its effects go");
    }

    /** Whether the log has answered everything. */
    boolean isQuiet() {
        return unanswered == 0 && appended.equals(durable);
    }

    void onWord(LogWord word) {
        switch (word) {
            case LogWord.EpochAccepted(int epoch) -> {
                answered();
                accepted = epoch;
            }
            case LogWord.EpochEstablished(int epoch) -> {
                answered();
                current = epoch;
                proven = true; // the epoch stands behind the history it speaks of
            }
            case LogWord.Durable(Zxid upTo) -> onDurable(upTo);
            case LogWord.Truncated truncated -> answered();
            case LogWord.SnapshotInstalled(Zxid at) -> {
                answered();
                committed = at;
                if (at.isAfter(toCommit)) toCommit = at;
            }
        }
    }

    private void answered() {
        Invariant.holds(unanswered > 0, "the log answers what it was asked");
        unanswered--;
    }

    private void onDurable(Zxid upTo) {
        Invariant.holds(!upTo.isAfter(appended), "nothing is logged before it is proposed");
        durable = upTo;
        Zxid now = min(toCommit, durable);
        if (now.isAfter(committed)) applyUpTo(now);
    }

    private void applyUpTo(Zxid now) {
        committed = now;
        out().commit(now);
    }

    @Override
    public void acceptEpoch(int epoch) {
        Invariant.holds(epoch > accepted, "an epoch is promised once");
        unanswered++;
        out().acceptEpoch(epoch);
    }

    @Override
    public void establishEpoch(int epoch) {
        Invariant.holds(epoch == accepted, "the promise is on disk before the epoch");
        unanswered++;
        out().establishEpoch(epoch);
    }

    @Override
    public void prove() {
        proven = true;
        out().prove();
    }

    boolean isProven() {
        return proven;
    }

    /** Our disk lacks what it once had: it is an older copy, whatever it says itself. */
    void doubt() {
        proven = false;
    }

    /** What is not after {@code base} cannot be read any more. */
    void begins(Zxid base) {
        outline.purge(base);
    }

    @Override
    public void append(Entries entries) {
        Invariant.holds(OwnLog.follows(appended, entries), "the log has no gap");
        Invariant.holds(
                entries.last().epoch() <= accepted, "no entry is of an epoch never promised");
        appended = entries.last();
        outline.append(appended);
        out().append(entries);
    }

    @Override
    public void truncate(Zxid to) {
        Invariant.holds(isQuiet(), "the log is cut when nothing is on its way to it");
        Invariant.holds(!committed.isAfter(to), "what is committed is not cut");
        unanswered++;
        appended = to;
        durable = to;
        outline.cut(to);
        out().truncate(to);
    }

    @Override
    public void installSnapshot(Zxid at) {
        Invariant.holds(isQuiet(), "the log is replaced when nothing is on its way to it");
        Invariant.holds(!committed.isAfter(at), "no older state replaces a newer one");
        unanswered++;
        appended = at;
        durable = at;
        outline.begin(at);
        out().installSnapshot(at);
    }

    /** Applied at once as far as our disk is, the rest when it is; a repetition says it again. */
    @Override
    public void commit(Zxid upTo) {
        if (upTo.isAfter(toCommit)) toCommit = upTo;
        Zxid now = min(toCommit, durable);
        if (!committed.isAfter(now)) applyUpTo(now);
    }

    @Override
    public void lead(int epoch, Zxid endsAt) {
        Invariant.holds(committed.equals(appended), "a leader begins with nothing in flight");
        out().lead(epoch, endsAt);
    }

    @Override
    public void follow(ServerId leader, int epoch) {
        Invariant.holds(epoch == current, "who follows has the leader's history");
        out().follow(leader, epoch);
    }

    @Override
    public void lookAgain(String reason) {
        out().lookAgain(reason);
    }

    @Override
    public void await(Set<ServerId> missing, Set<ServerId> unproven) {
        out().await(missing, unproven);
    }

    @Override
    public void send(ServerId to, ZabMessage message) {
        out().send(to, message);
    }

    @Override
    public void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        out().sendEntries(to, kind, after, upTo);
    }

    @Override
    public void confirmed(long token) {
        out().confirmed(token);
    }

    @Override
    public void remember(Map<ServerId, Zxid> marks) {
        out().remember(marks);
    }

    @Override
    public void stopProposing() {
        out().stopProposing();
    }

    @Override
    public void handedOver() {
        out().handedOver();
    }

    @Override
    public void connect(ServerId leader) {
        out().connect(leader);
    }

    @Override
    public void disconnect(ServerId peer, String reason) {
        out().disconnect(peer, reason);
    }

    @Override
    public void sendSnapshot(ServerId to) {
        out().sendSnapshot(to);
    }

    @Override
    public LogOutline outline() {
        return outline.outline();
    }

    @Override
    public int accepted() {
        return accepted;
    }

    @Override
    public int current() {
        return current;
    }

    @Override
    public Zxid appended() {
        return appended;
    }

    @Override
    public Zxid durable() {
        return durable;
    }

    @Override
    public Zxid committed() {
        return committed;
    }

    private static Zxid min(Zxid a, Zxid b) {
        return a.isAfter(b) ? b : a;
    }
}
