package io.tapio.testkit.sim;

import io.tapio.model.ServerId;
import io.tapio.zab.MessageLine;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Links that keep order and stall behind a wall, votes that get lost, walls in any direction. */
final class Net {
    private static final int TRACE_LINES = 40;
    private static final int RETRY = 7;
    private static final int RETRANSMISSION = 10;

    private record Way(ServerId from, ServerId to) {}

    /** One link between two members; each way has a queue. */
    static final class Link {
        private final Map<ServerId, Deque<ZabMessage>> to = new HashMap<>();
        private final Map<ServerId, Long> lastArrival = new HashMap<>();
        private boolean closed;
    }

    private final Clock clock;
    private final RandomGenerator random;
    private final Tamper tamper;
    private final Map<ServerId, SimMember> members = new HashMap<>();
    private final Set<Way> walls = new HashSet<>();
    private final Deque<Supplier<String>> trace = new ArrayDeque<>();
    private final Map<Class<?>, Integer> sent = new HashMap<>();
    private int votes;
    private boolean lossy = true;
    private boolean calm;
    private Storm storm = new Storm(0, 0, 0);

    /** What the packets of each message suffer; links make it good, and lose time. */
    private record Storm(int lossPercent, int duplicatesPercent, int jitter) {}

    Net(Clock clock, RandomGenerator random, Tamper tamper) {
        this.clock = clock;
        this.random = random;
        this.tamper = tamper;
    }

    void add(SimMember member) {
        members.put(member.id(), member);
    }

    void wall(ServerId from, ServerId to) {
        walls.add(new Way(from, to));
    }

    void partition(Collection<ServerId> one, Collection<ServerId> other) {
        for (ServerId a : one) {
            for (ServerId b : other) {
                wall(a, b);
                wall(b, a);
            }
        }
    }

    void tearDownWalls() {
        walls.clear();
    }

    void becomeReliable() {
        lossy = false;
        tearDownWalls();
    }

    void becomeStormy(int lossPercent, int duplicatesPercent, int jitter) {
        storm = new Storm(lossPercent, duplicatesPercent, jitter);
    }

    /** Everything arrives, and at once. */
    void becomeCalm() {
        becomeStormy(0, 0, 0);
        becomeReliable();
        calm = true;
    }

    private boolean isOpen(ServerId from, ServerId to) {
        return !walls.contains(new Way(from, to));
    }

    private int delay() {
        if (calm) return 1;

        int usual = random.nextInt(30) == 0 ? 30 : 1 + random.nextInt(6);
        return storm.jitter == 0 ? usual : usual + random.nextInt(storm.jitter);
    }

    void note(String line) {
        note(() -> line);
    }

    /** Told later, if anybody asks: most of what happens is never told. */
    private void note(Supplier<String> line) {
        if (trace.size() == TRACE_LINES) trace.remove();
        long now = clock.now();
        trace.add(() -> now + " " + line.get());
    }

    List<String> trace() {
        return trace.stream().map(Supplier::get).toList();
    }

    int sent(Class<? extends ZabMessage> kind) {
        return sent.getOrDefault(kind, 0);
    }

    /** How often somebody who looks has told its vote. */
    int votes() {
        return votes;
    }

    void send(SimMember from, ServerId to, ZabMessage said) {
        ZabMessage message = tamper.marksAreKept() ? said : withoutMarks(said);
        sent.merge(message.getClass(), 1, Integer::sum);
        if (message instanceof ZabMessage.Notification word) {
            if (word.state() == PeerState.LOOKING) votes++;
        }
        ServerId id = from.id();
        note(() -> id + " -> " + to + " " + MessageLine.of(message));
        if (message instanceof ZabMessage.Election) sendVote(from.id(), to, message);
        else from.link(to).ifPresent(link -> sendOver(link, from.id(), to, message));
    }

    private static ZabMessage withoutMarks(ZabMessage message) {
        return switch (message) {
            case ZabMessage.Ping ping -> new ZabMessage.Ping(ping.round(), Map.of());
            case ZabMessage.Notification said ->
                    new ZabMessage.Notification(
                            said.vote(),
                            said.round(),
                            said.state(),
                            said.standing(),
                            Map.of(),
                            said.configVersion());
            default -> message;
        };
    }

    private void sendVote(ServerId from, ServerId to, ZabMessage message) {
        boolean lost = !isOpen(from, to) || (lossy && random.nextInt(20) == 0);
        if (lost || happens(storm.lossPercent)) return;

        clock.in(delay(), () -> members.get(to).receive(from, message));
        if (happens(storm.duplicatesPercent)) {
            clock.in(delay(), () -> members.get(to).receive(from, message));
        }
    }

    /** Asks for no luck where there is nothing to decide: seeds keep their worlds. */
    private boolean happens(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    /** Each packet that is lost is sent again a while later; those behind it wait. */
    private int untilItGetsThrough() {
        int late = 0;
        while (happens(storm.lossPercent)) late += RETRANSMISSION;
        return late;
    }

    private void sendOver(Link link, ServerId from, ServerId to, ZabMessage message) {
        for (ZabMessage each : tamper.sent(from, to, message)) {
            link.to.computeIfAbsent(to, none -> new ArrayDeque<>()).add(each);
            long soonest = clock.now() + delay() + untilItGetsThrough();
            long at = Math.max(soonest, link.lastArrival.getOrDefault(to, 0L));
            link.lastArrival.put(to, at);
            clock.in(at - clock.now(), () -> arrive(link, from, to));
        }
    }

    private void arrive(Link link, ServerId from, ServerId to) {
        if (link.closed) return;
        if (!isOpen(from, to)) {
            clock.in(RETRY, () -> arrive(link, from, to));
            return;
        }

        ZabMessage message = link.to.get(to).remove();
        members.get(to).receiveOver(link, from, message);
    }

    void connect(SimMember learner, ServerId leader) {
        int life = learner.life();
        int connects = learner.connects();
        clock.in(
                delay(),
                () -> {
                    if (learner.life() != life || learner.connects() != connects) return;

                    SimMember there = members.get(leader);
                    boolean open = isOpen(learner.id(), leader) && isOpen(leader, learner.id());
                    if (!open || !there.isAlive()) learner.linkDown(leader);
                    else open(learner, there);
                });
    }

    private void open(SimMember learner, SimMember leader) {
        learner.link(leader.id()).ifPresent(old -> old.closed = true);
        leader.link(learner.id()).ifPresent(old -> old.closed = true);
        var link = new Link();
        leader.linkUp(learner.id(), link);
        learner.linkUp(leader.id(), link);
    }

    /** One end hangs up; the other hears of it when the way is free. */
    void close(Link link, ServerId from, ServerId to) {
        if (link.closed) return;

        link.closed = true;
        tellDown(link, from, to);
    }

    private void tellDown(Link link, ServerId from, ServerId to) {
        clock.in(
                delay(),
                () -> {
                    if (isOpen(from, to)) members.get(to).lostLink(from, link);
                    else tellDown(link, from, to);
                });
    }

    /** The link breaks by itself: both ends hear of it. */
    void reset(Link link, ServerId one, ServerId other) {
        close(link, one, other);
        tellDown(link, other, one);
    }
}
