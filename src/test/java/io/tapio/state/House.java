package io.tapio.state;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.AuthSettings;
import io.tapio.auth.Requester;
import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.tree.OwnerRules;
import io.tapio.wire.ConnectRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A state machine that leads, with a log and a watch manager played by the test: what is proposed
 * lies in flight until the test commits it.
 */
final class House {
    static final long AMPLE_ROOM_BYTES = 1L << 40;
    static final Access ACCESS =
            new Access(new AclCheck(false), new AuthSchemes(AuthSettings.DEFAULT));
    private static final int EPOCH = 1;
    private static final int TIMEOUT_MS = 10_000;

    final StateMachine machine;
    final List<Entries> log = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    final Deque<Entries> inFlight = new ArrayDeque<>();
    List<WatchStep> lastWatchSteps = List.of();
    final List<Zxid> digestedAt = new ArrayList<>();
    long nowMs = 1_000;
    int repliesMaxBytes = 64 << 20;
    private long sessions = 0x0100_0000_0000_0000L;

    House() {
        this(Settings.DEFAULT);
    }

    House(StateSettings settings) {
        this(ReplicatedState.fresh(settings), EPOCH);
    }

    House(ReplicatedState state, int epoch) {
        this(state, epoch, Zxid.of(epoch, 1 << 30));
    }

    House(ReplicatedState state, int epoch, Zxid endsAt) {
        machine = new StateMachine(state, ACCESS, SessionRules.GLOBAL);
        machine.lead(epoch, endsAt);
        room(AMPLE_ROOM_BYTES, false);
    }

    /** What most tests want: extended types, ticks of two seconds, no quota enforced. */
    static final class Settings {
        static final StateSettings DEFAULT = with(true, false);

        private Settings() {}

        static StateSettings with(boolean extendedTypes, boolean enforceQuota) {
            return new StateSettings(
                    2_000,
                    4_000,
                    40_000,
                    new OwnerRules(extendedTypes, false),
                    enforceQuota,
                    100_000,
                    1L << 32,
                    60_000,
                    10_000,
                    0);
        }
    }

    /** A client with a session that exists. */
    Caller client() {
        Caller caller = opening();
        settle();
        caller.takeDeliveries();
        return caller;
    }

    /** A client whose session is on its way to the log. */
    Caller opening() {
        var session = new SessionId(++sessions);
        var caller = new Caller(this, session, Requester.from("127.0.0.1"));
        machine.write(new Write.OpenSession(caller.conversation, TIMEOUT_MS), nowMs);
        propose();
        return caller;
    }

    /** The same session from another connection. */
    Caller reattach(SessionId session) {
        return reattach(session, SessionPassword.of(session), TIMEOUT_MS, 0);
    }

    Caller reattach(SessionId session, Bytes password, int timeoutMs, long lastZxidSeen) {
        var caller = new Caller(this, session, Requester.from("127.0.0.1"));
        machine.attach(
                caller.conversation,
                new ConnectRequest(0, lastZxidSeen, timeoutMs, session, password, false, true));
        deliver();
        return caller;
    }

    /** What has been judged goes to the log as one run. */
    void propose() {
        machine.takeProposal()
                .ifPresent(
                        proposal -> {
                            log.add(proposal.entries());
                            inFlight.add(proposal.entries());
                            digestedAt.add(proposal.mark().at());
                        });
        deliver();
    }

    /** The oldest run in flight is on disk, and committed. */
    void commitNext() {
        Entries entries = inFlight.remove();
        machine.commit(entries.last());
        deliver();
    }

    void commit(Zxid upTo) {
        while (!inFlight.isEmpty() && !inFlight.peek().last().isAfter(upTo)) inFlight.remove();
        machine.commit(upTo);
        deliver();
    }

    /** Everything that was asked is proposed, committed and answered. */
    void settle() {
        propose();
        while (!inFlight.isEmpty()) commitNext();
        propose();
    }

    void room(long bytes, boolean full) {
        machine.logRoom(durable(), bytes, full, nowMs);
        deliver();
    }

    /** The sessions that it expired. */
    List<SessionId> tick() {
        nowMs += 2_000;
        List<SessionId> expired = machine.tick(nowMs);
        propose();
        return expired;
    }

    Zxid lastLogged() {
        return log.isEmpty() ? Zxid.NONE : log.getLast().last();
    }

    private Zxid durable() {
        return inFlight.isEmpty() ? lastLogged() : Zxid.NONE;
    }

    /** Plays the watch manager, which is the last station of all outcomes. */
    void deliver() {
        if (!machine.hasOutcomes()) return;

        Outcomes outcomes = machine.takeOutcomes();
        for (Outcome outcome : outcomes.list()) {
            switch (outcome) {
                case Outcome.Reads reads -> lastWatchSteps = reads.batch().watchSteps();
                case Outcome.Changed changed ->
                        changes.add(changed.change().kind() + " " + changed.change().path());
                case Outcome.Answered answered -> {}
                case Outcome.Told told -> {}
                case Outcome.Left left -> {}
            }
        }
        deliver(outcomes);
    }

    static void deliver(StateMachine machine) {
        if (machine.hasOutcomes()) deliver(machine.takeOutcomes());
    }

    private static void deliver(Outcomes outcomes) {
        Bytes replies = outcomes.replyBytes();
        for (Outcome outcome : outcomes.list()) {
            switch (outcome) {
                case Outcome.Reads reads ->
                        reads.batch().asker().recipient().deliver(reads.batch().toDelivery());
                case Outcome.Changed changed -> {}
                case Outcome.Answered answered ->
                        answered.to()
                                .recipient()
                                .deliver(
                                        new Delivery.Answers(
                                                replies.slice(answered.from(), answered.until()),
                                                answered.answered(),
                                                answered.hangUp()));
                case Outcome.Told told -> told.to().recipient().deliver(told.delivery());
                case Outcome.Left left -> {}
            }
        }
    }

    static List<Bytes> framesIn(Bytes frames) {
        var found = new ArrayList<Bytes>();
        var in = new JuteReader(frames);
        while (in.remaining() > 0) found.add(in.buffer());
        return found;
    }
}
