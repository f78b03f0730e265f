package io.tapio.testkit.sim.full;

import io.tapio.model.ServerId;
import io.tapio.peer.PeerMessage;
import io.tapio.peer.PeerTransport;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What lies between the members: links that keep order, votes that get lost, and walls. */
final class Wires {
    private static final int RETRY_US = 15_000;
    private static final int DIAL_TIMEOUT_US = 1_000_000;

    private record Way(ServerId from, ServerId to) {}

    /** One learner link; its ends belong to ports. */
    static final class Link {
        private final Map<ServerId, Port> ends = new HashMap<>();
        private final Map<ServerId, Deque<PeerMessage>> to = new HashMap<>();
        private final Map<ServerId, Long> lastArrival = new HashMap<>();
        private final Set<ServerId> deaf = new HashSet<>();
        private boolean closed;

        Link(Port one, Port other) {
            ends.put(one.id(), one);
            ends.put(other.id(), other);
            to.put(one.id(), new ArrayDeque<>());
            to.put(other.id(), new ArrayDeque<>());
        }
    }

    private final Simulation world;
    private final Agenda agenda;
    private final RandomGenerator random;
    private final Map<ServerId, Port> ports = new TreeMap<>(); // of the last life of each
    private final Set<Way> walls = new HashSet<>();
    private final Map<Way, PeerMessage> votes = new HashMap<>();
    private boolean lossy = true;
    private int jitterUs;

    Wires(Simulation world) {
        this.world = world;
        this.agenda = world.agenda();
        this.random = world.random();
    }

    void wall(ServerId from, ServerId to) {
        walls.add(new Way(from, to));
    }

    void part(Collection<ServerId> one, Collection<ServerId> other) {
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

    /** Messages take up to so much longer. */
    void jitter(int us) {
        jitterUs = us;
    }

    void becomeReliable() {
        lossy = false;
        jitterUs = 0;
        walls.clear();
    }

    boolean isOpen(ServerId from, ServerId to) {
        return !walls.contains(new Way(from, to));
    }

    private int delay() {
        int usual = 100 + random.nextInt(random.nextInt(40) == 0 ? 20_000 : 400);
        return jitterUs == 0 ? usual : usual + random.nextInt(jitterUs);
    }

    void plug(Port port) {
        ports.put(port.id(), port);
    }

    // Votes.

    void vote(ServerId from, ServerId to, PeerMessage message) {
        if (lossy && random.nextInt(20) == 0) return;
        var way = new Way(from, to);
        boolean waits = votes.put(way, message) != null;
        if (!waits) agenda.in(delay(), () -> deliverVote(way));
    }

    /** Of those that wait behind a wall only the newest is kept. */
    private void deliverVote(Way way) {
        Port there = ports.get(way.to());
        if (!isOpen(way.from(), way.to())) {
            agenda.in(4 * RETRY_US, () -> deliverVote(way));
            return;
        }
        PeerMessage newest = votes.remove(way);
        if (there != null) there.hear(way.from(), newest);
    }

    // Links.

    void dial(Port learner, ServerId leader, int number) {
        long giveUpAt = agenda.now() + DIAL_TIMEOUT_US;
        learner.process().in(delay(), () -> tryDial(learner, leader, number, giveUpAt));
    }

    private void tryDial(Port learner, ServerId leader, int number, long giveUpAt) {
        if (learner.dials() != number) return;

        Port there = ports.get(leader);
        boolean open = isOpen(learner.id(), leader) && isOpen(leader, learner.id());
        boolean up = there != null && there.process().isAlive();
        if (open && up && !there.process().isPaused()) {
            join(learner, there);
        } else if ((open && !up) || agenda.now() > giveUpAt) {
            learner.down(leader, "cannot be reached");
        } else {
            learner.process().in(RETRY_US, () -> tryDial(learner, leader, number, giveUpAt));
        }
    }

    private void join(Port learner, Port leader) {
        String objection = leader.objectionTo(learner);
        if (!objection.isEmpty()) {
            world.trace().note("refused " + learner.id() + " at " + leader.id() + " " + objection);
            learner.down(leader.id(), objection);
            return;
        }
        var link = new Link(learner, leader);
        learner.up(leader, link);
        leader.up(learner, link);
    }

    void send(Link link, ServerId from, ServerId to, PeerMessage message) {
        if (link.closed) return;
        link.to.get(to).add(message);
        long at = Math.max(agenda.now() + delay(), link.lastArrival.getOrDefault(to, 0L));
        link.lastArrival.put(to, at);
        agenda.at(at, () -> arrive(link, from, to));
    }

    private void arrive(Link link, ServerId from, ServerId to) {
        if (link.closed) return;
        Port end = link.ends.get(to);
        if (!isOpen(from, to) || link.deaf.contains(to) || end.process().isPaused()) {
            agenda.in(RETRY_US, () -> arrive(link, from, to));
            return;
        }
        if (!end.process().isAlive()) {
            reject(link, from, to);
            return;
        }
        PeerMessage message = link.to.get(to).remove();
        end.hear(from, message);
    }

    /** The machine lost power. Once it is up again, it knows nothing of the link and says so. */
    private void reject(Link link, ServerId from, ServerId to) {
        if (ports.get(to).process().isAlive()) close(link, to, "reset");
    }

    /** One end hangs up; the other hears of it when the way is free. */
    void close(Link link, ServerId by, String reason) {
        if (link.closed) return;

        link.closed = true;
        for (ServerId other : link.ends.keySet().stream().sorted().toList()) {
            if (!other.equals(by)) tellDown(link, by, other, reason);
        }
    }

    private void tellDown(Link link, ServerId from, ServerId to, String reason) {
        agenda.in(
                delay(),
                () -> {
                    Port end = link.ends.get(to);
                    if (!isOpen(from, to)) tellDown(link, from, to, reason);
                    else end.lost(from, link, reason);
                });
    }

    /** The link breaks by itself: both ends hear of it. */
    void reset(Link link) {
        if (link.closed) return;

        link.closed = true;
        var ends = link.ends.keySet().stream().sorted().toList();
        tellDown(link, ends.get(0), ends.get(1), "reset");
        tellDown(link, ends.get(1), ends.get(0), "reset");
    }

    /** It is replaced by a newer one: nobody is told. */
    void replaced(Link link) {
        link.closed = true;
    }

    void deaf(Link link, ServerId end, boolean now) {
        if (now) link.deaf.add(end);
        else link.deaf.remove(end);
    }

    /** The other side knows that we live but cannot read. */
    void tellProgress(Link link, ServerId from) {
        for (Map.Entry<ServerId, Port> each : link.ends.entrySet()) {
            ServerId to = each.getKey();
            if (!to.equals(from) && !link.closed && isOpen(from, to)) {
                each.getValue().event(link, new PeerTransport.Progress(from));
            }
        }
    }
}
