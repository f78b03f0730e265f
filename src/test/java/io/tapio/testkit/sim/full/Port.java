package io.tapio.testkit.sim.full;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.peer.PeerMessage;
import io.tapio.peer.PeerTransport;
import io.tapio.peer.Supply;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/** One process's way to the other members: what it is told goes over the wires, in order. */
final class Port {
    private static final int BUSY_US = 300_000;

    private final ServerId id;
    private final Process process;
    private final Wires wires;
    private final Simulation world;
    private final Supply supply;
    private final ActorRef<PeerTransport.Event> events;
    private final Map<ServerId, Lane> lanes = new HashMap<>();
    private Optional<UUID> cluster = Optional.empty();
    private UUID journal = new UUID(0, 0);
    private boolean introduced;
    private int dials;

    Port(
            ServerId id,
            Process process,
            Simulation world,
            Supply supply,
            ActorRef<PeerTransport.Event> events) {
        this.id = id;
        this.process = process;
        this.world = world;
        this.wires = world.wires();
        this.supply = supply;
        this.events = events;
    }

    ServerId id() {
        return id;
    }

    Process process() {
        return process;
    }

    int dials() {
        return dials;
    }

    void tell(PeerTransport.Command command) {
        if (!process.isAlive()) return;
        switch (command) {
            case PeerTransport.Connect connect -> wires.dial(this, connect.leader(), ++dials);
            case PeerTransport.Disconnect gone -> hangUp(gone.peer(), gone.reason());
            case PeerTransport.Send send -> send(send.to(), send.message());
            case PeerTransport.SendEntries send -> {
                Lane lane = lanes.get(send.to());
                if (lane != null && send.upTo().isAfter(send.after())) lane.add(send);
            }
            case PeerTransport.SendSnapshot send -> {
                Lane lane = lanes.get(send.to());
                if (lane != null) lane.add(send);
            }
            case PeerTransport.Pause pause -> deaf(pause.peer(), true);
            case PeerTransport.Resume resume -> deaf(resume.peer(), false);
            case PeerTransport.Identity identity -> {
                cluster = identity.cluster();
                journal = identity.journal();
                introduced = true;
                wires.plug(this);
            }
            case PeerTransport.CurrentVote vote -> {}
            case PeerTransport.Inspect inspect -> {}
            case PeerTransport.Stop stop -> unplug("stops");
        }
    }

    private void send(ServerId to, PeerMessage message) {
        if (message instanceof PeerMessage.Said(ZabMessage.Election election)) {
            for (PeerMessage each : world.meddler().sent(id, to, message)) {
                world.said(id, to, each);
                wires.vote(id, to, each);
            }
            return;
        }
        Lane lane = lanes.get(to);
        if (lane != null) lane.add(message);
    }

    private void deaf(ServerId peer, boolean now) {
        Lane lane = lanes.get(peer);
        if (lane == null) return;

        wires.deaf(lane.link, id, now);
        lane.deaf = now;
        if (now) tellThatWeLive(lane);
    }

    private void tellThatWeLive(Lane lane) {
        process.in(
                BUSY_US,
                () -> {
                    if (!lane.deaf || lane.closed) return;
                    wires.tellProgress(lane.link, id);
                    tellThatWeLive(lane);
                });
    }

    /** Why that one is not to be listened to; empty if it is. */
    String objectionTo(Port learner) {
        if (!introduced || !learner.introduced) return "nobody knows yet who we are";
        boolean other =
                cluster.isPresent()
                        && learner.cluster.isPresent()
                        && !cluster.equals(learner.cluster);
        return other ? "belongs to another ensemble" : "";
    }

    void up(Port other, Wires.Link link) {
        Lane before = lanes.put(other.id, new Lane(other.id, link));
        if (before != null) {
            before.close();
            wires.replaced(before.link);
        }
        events.tell(new PeerTransport.Up(other.id, other.cluster, other.journal));
    }

    void down(ServerId peer, String reason) {
        if (process.isAlive()) events.tell(new PeerTransport.Down(peer, reason));
    }

    void lost(ServerId peer, Wires.Link link, String reason) {
        Lane lane = lanes.get(peer);
        if (lane == null || lane.link != link || !process.isAlive()) return;
        if (process.isPaused()) {
            process.in(0, () -> lost(peer, link, reason));
            return;
        }
        lanes.remove(peer);
        lane.close();
        down(peer, reason);
    }

    void event(Wires.Link link, PeerTransport.Event event) {
        if (process.isAlive() && lanes.values().stream().anyMatch(lane -> lane.link == link)) {
            process.in(0, () -> events.tell(event));
        }
    }

    void hear(ServerId from, PeerMessage message) {
        if (!process.isAlive()) return;
        world.trace().heard(from, id, message);
        process.in(0, () -> events.tell(new PeerTransport.Received(from, message)));
    }

    private void hangUp(ServerId peer, String reason) {
        Lane lane = lanes.remove(peer);
        if (lane == null) return;

        lane.close();
        wires.close(lane.link, id, reason);
    }

    /** The process ends, and its kernel says so. */
    void unplug(String reason) {
        for (ServerId peer : lanes.keySet().stream().sorted().toList()) hangUp(peer, reason);
    }

    /** The link to some other member breaks. */
    void resetOne() {
        lanes.keySet().stream()
                .min(ServerId::compareTo)
                .ifPresent(peer -> wires.reset(lanes.get(peer).link));
    }

    /** Says something that its member does not. */
    void forge(ServerId to, PeerMessage message) {
        Lane lane = lanes.get(to);
        if (lane != null) lane.say(message);
    }

    boolean hasLinks() {
        return !lanes.isEmpty();
    }

    /** What goes out on one link, in order, though some of it is read from the disk first. */
    private final class Lane implements Supply.Taker {
        final ServerId peer;
        final Wires.Link link;
        final Deque<Object> items = new ArrayDeque<>();
        private Supply.Flow flow;
        private EntriesKind kind = EntriesKind.SYNC;
        boolean deaf;
        boolean closed;

        Lane(ServerId peer, Wires.Link link) {
            this.peer = peer;
            this.link = link;
        }

        void add(Object item) {
            items.add(item);
            if (flow == null) goOn();
        }

        private void goOn() {
            while (flow == null && !closed && !items.isEmpty()) {
                switch (items.remove()) {
                    case PeerMessage message -> put(message);
                    case PeerTransport.SendEntries run -> {
                        kind = run.kind();
                        begin(supply.entries(run.after(), run.upTo()));
                    }
                    case PeerTransport.SendSnapshot snapshot ->
                            begin(supply.snapshot(snapshot.at()));
                    default -> throw new IllegalStateException("an unknown item");
                }
            }
        }

        private void begin(Supply.Flow next) {
            flow = next;
            flow.next(this);
        }

        private void put(PeerMessage message) {
            for (PeerMessage each : world.meddler().sent(id, peer, message)) say(each);
        }

        void say(PeerMessage message) {
            world.said(id, peer, message);
            wires.send(link, id, peer, message);
        }

        @Override
        public void entries(Entries run) {
            put(new PeerMessage.Said(kind.message(run)));
            more();
        }

        @Override
        public void chunk(Bytes bytes) {
            put(new PeerMessage.SnapshotChunk(bytes));
            more();
        }

        /** By and by, as the other side takes it. */
        private void more() {
            Supply.Flow now = flow;
            process.in(
                    50 + world.random().nextInt(500),
                    () -> {
                        if (!closed && flow == now) now.next(this);
                    });
        }

        @Override
        public void endOfSnapshot(DigestMark mark) {
            put(new PeerMessage.SnapshotEnd(mark));
            end();
        }

        @Override
        public void end() {
            flow.close();
            flow = null;
            goOn();
        }

        @Override
        public void broken(String reason) {
            world.trace().note("broken link " + id + " " + peer + " " + reason);
            wires.reset(link);
        }

        void close() {
            if (closed) return;
            closed = true;
            deaf = false;
            if (flow != null) flow.close();
            flow = null;
            items.clear();
        }
    }
}
