package io.tapio.testkit.sim.bug;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerMessage;
import io.tapio.state.Errand;
import io.tapio.state.ErrandCodec;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bugs in what members say to each other. */
final class WireBugs {
    private WireBugs() {}

    private record Way(ServerId from, ServerId to) {}

    private static PeerMessage said(ZabMessage message) {
        return new PeerMessage.Said(message);
    }

    private static @Nullable ZabMessage zab(PeerMessage message) {
        return message instanceof PeerMessage.Said(ZabMessage said) ? said : null;
    }

    /** Says that it has all that it was given. */
    static final class AcknowledgesAhead implements Meddler {
        private Simulation world;

        @Override
        public void begin(Simulation simulation) {
            world = simulation;
        }

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            if (!(zab(message) instanceof ZabMessage.Ack)) return List.of(message);

            return List.of(said(new ZabMessage.Ack(world.server(from).lastLogged())));
        }
    }

    /** Acknowledges the history before it has put it on disk. */
    static final class HastyFollower implements Meddler {
        private final Set<Way> done = new HashSet<>();
        private Simulation world;

        @Override
        public void begin(Simulation simulation) {
            world = simulation;
        }

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            switch (zab(message)) {
                case ZabMessage.NewLeader(int epoch) -> {
                    Zxid all = world.server(from).lastLogged();
                    done.add(new Way(to, from));
                    world.server(to).forge(from, said(new ZabMessage.AckNewLeader(epoch, all)));
                }
                case ZabMessage.AckNewLeader ack -> {
                    if (done.remove(new Way(from, to))) return List.of();
                }
                case null, default -> {}
            }
            return List.of(message);
        }
    }

    /** NEWLEADER overtakes the entries that it should end. */
    static final class EpochFirst implements Meddler {
        private final boolean afterCuts;
        private final Map<Way, List<PeerMessage>> held = new HashMap<>();

        EpochFirst(boolean afterCuts) {
            this.afterCuts = afterCuts;
        }

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            var way = new Way(from, to);
            switch (zab(message)) {
                case ZabMessage.Diff diff -> begin(way, !afterCuts);
                case ZabMessage.Trunc trunc -> begin(way, afterCuts);
                case ZabMessage.SnapshotOffer offer -> begin(way, afterCuts);
                case ZabMessage.SyncEntries entries when held.containsKey(way) -> {
                    held.get(way).add(message);
                    return List.of();
                }
                case ZabMessage.NewLeader end when held.containsKey(way) -> {
                    var now = new ArrayList<PeerMessage>();
                    now.add(message);
                    now.addAll(held.remove(way));
                    return now;
                }
                case null, default -> {}
            }
            return List.of(message);
        }

        private void begin(Way way, boolean holds) {
            held.remove(way);
            if (holds) held.put(way, new ArrayList<>());
        }
    }

    /** Some entries of the history are not sent. */
    static final class HoleInDiff implements Meddler {
        private int count;

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            boolean lost = zab(message) instanceof ZabMessage.SyncEntries && ++count % 20 == 0;
            return lost ? List.of() : List.of(message);
        }
    }

    /** The first entries behind a snapshot are not sent. */
    static final class HoleBehindSnapshot implements Meddler {
        private final Set<Way> behind = new HashSet<>();

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            var way = new Way(from, to);
            if (message instanceof PeerMessage.SnapshotEnd) behind.add(way);
            if (!(zab(message) instanceof ZabMessage said)) return List.of(message);

            boolean lost = said instanceof ZabMessage.SyncEntries && behind.contains(way);
            if (lost || said instanceof ZabMessage.NewLeader) behind.remove(way);
            return lost ? List.of() : List.of(message);
        }
    }

    static final class CutTooLate implements Meddler {
        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            if (!(zab(message) instanceof ZabMessage.Trunc(Zxid at))) return List.of(message);

            return List.of(said(new ZabMessage.Trunc(new Zxid(at.value() + 1))));
        }
    }

    static final class NeverCuts implements Meddler {
        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            if (!(zab(message) instanceof ZabMessage.Trunc(Zxid at))) return List.of(message);

            return List.of(said(new ZabMessage.Diff(at)));
        }
    }

    /** Nobody knows how far whose disk had come. */
    static class MarksAreLost implements Meddler {
        @Override
        public boolean marksAreKept() {
            return false;
        }

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            return switch (zab(message)) {
                case ZabMessage.Ping ping ->
                        List.of(said(new ZabMessage.Ping(ping.round(), Map.of())));
                case ZabMessage.Notification n ->
                        List.of(
                                said(
                                        new ZabMessage.Notification(
                                                n.vote(),
                                                n.round(),
                                                n.state(),
                                                n.standing(),
                                                Map.of(),
                                                n.configVersion())));
                case null, default -> List.of(message);
            };
        }
    }

    /** One follower is told something else under the same number. */
    static final class TwoForOne implements Meddler {
        private int count;

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            if (!(zab(message) instanceof ZabMessage.Proposal(Entries run)) || ++count % 300 != 0) {
                return List.of(message);
            }
            byte[] other = run.encoded().toArray();
            other[4 + 8 + 4 + 8 + 7] ^= 1; // of the time of day in the first entry
            var forged = new Entries(run.first(), run.last(), Bytes.wrap(other));
            return List.of(said(new ZabMessage.Proposal(forged)));
        }
    }

    /** What a learner tells of its clients is lost. */
    static final class ReportsAreLost implements Meddler {
        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            boolean report =
                    message instanceof PeerMessage.Errand(Bytes body)
                            && ErrandCodec.read(body) instanceof Errand.Touched;
            return report ? List.of() : List.of(message);
        }
    }

    static final class WritesTwice implements Meddler {
        private int count;

        @Override
        public List<PeerMessage> sent(ServerId from, ServerId to, PeerMessage message) {
            boolean write =
                    message instanceof PeerMessage.Errand(Bytes body)
                            && ErrandCodec.read(body) instanceof Errand.Requests;
            return write && ++count % 50 == 0 ? List.of(message, message) : List.of(message);
        }
    }
}
