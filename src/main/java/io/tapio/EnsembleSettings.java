package io.tapio;

import static java.util.stream.Collectors.toSet;

import io.tapio.cluster.ClusterSettings;
import io.tapio.config.Ensemble;
import io.tapio.config.ServerLine;
import io.tapio.config.TapioConfig;
import io.tapio.ensemble.Member;
import io.tapio.ensemble.Office;
import io.tapio.model.ServerId;
import io.tapio.peer.ClusterLinks;
import io.tapio.peer.PeerSettings;
import io.tapio.peer.PeerTransport;
import io.tapio.peer.Supply;
import io.tapio.state.SessionRules;
import io.tapio.zab.Majority;
import io.tapio.zab.Membership;
import io.tapio.zab.PeerState;
import io.tapio.zab.Quorum;
import io.tapio.zab.WeightedGroups;
import io.tapio.zab.ZabSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** The ensemble of the configuration as the member and its links want to hear it. */
record EnsembleSettings(TapioConfig config) {
    private static final int FINALIZE_TICKS = 1;
    private static final int RESEND_TICKS = 2;
    private static final int PING_TICKS_MAX = 10; // half a second

    Member.Place place() {
        return new Member.Place(self(), membership(), zab());
    }

    /** A lone server has nobody to spare the knowledge of a session. */
    SessionRules sessionRules() {
        return config.ensemble()
                .map(
                        ensemble ->
                                new SessionRules(
                                        ensemble.localSessions(),
                                        ensemble.localSessionsUpgrading(),
                                        ensemble.readOnlyMode()))
                .orElse(SessionRules.GLOBAL);
    }

    /** A lone server is number 1, as a standalone ZooKeeper calls itself. */
    ServerId self() {
        return new ServerId(config.self());
    }

    /** Whether clients are served by a member in this office. */
    boolean serves(Office office) {
        boolean leadsOthers =
                office.state() == PeerState.LEADING
                        && config.ensemble().filter(each -> each.servers().size() > 1).isPresent();
        return !leadsOthers || config.ensemble().orElseThrow().serving().byLeader();
    }

    /** The way to the other members; {@code usual} unless the configuration wants another. */
    Behavior<PeerTransport.Command> links(
            Surroundings.Links usual,
            Supply supply,
            ActorRef<PeerTransport.Event> events,
            ActorRef<PeerTransport.Binding> opener) {
        return switch (config.ensemble().orElseThrow().links().way()) {
            case LINKS -> usual.create(peers(), supply, events, opener);
            case CLUSTER -> ClusterLinks.create(peers(), supply, events, opener);
        };
    }

    PeerSettings peers() {
        Ensemble ensemble = config.ensemble().orElseThrow();
        var members = new HashMap<ServerId, PeerSettings.Endpoint>();
        for (ServerLine line : ensemble.servers()) {
            ServerLine.Address address = line.addresses().getFirst();
            members.put(
                    new ServerId(line.id()),
                    new PeerSettings.Endpoint(address.host(), address.quorumPort()));
        }
        Duration silence = Member.TICK.multipliedBy(ticks(ensemble.syncLimit()));
        var patience =
                PeerSettings.Patience.DEFAULT
                        .withSilence(silence)
                        .withDial(Duration.ofMillis(ensemble.links().dialMs()));
        return PeerSettings.of(self(), members, listen(ensemble)).with(patience);
    }

    ClusterSettings cluster() {
        Ensemble ensemble = config.ensemble().orElseThrow();
        var members = new HashMap<ServerId, ClusterSettings.Endpoint>();
        for (ServerLine line : ensemble.servers()) {
            ServerLine.Address address = line.addresses().getFirst();
            members.put(
                    new ServerId(line.id()),
                    new ClusterSettings.Endpoint(address.host(), address.electionPort()));
        }
        return new ClusterSettings(self(), members, "tapio", ensemble.listensOnAllAddresses());
    }

    private static List<InetSocketAddress> listen(Ensemble ensemble) {
        ServerLine.Address own = ensemble.own().addresses().getFirst();
        return List.of(
                ensemble.listensOnAllAddresses()
                        ? new InetSocketAddress(own.quorumPort())
                        : new InetSocketAddress(own.host(), own.quorumPort()));
    }

    private Membership membership() {
        if (config.ensemble().isEmpty()) {
            return new Membership(new Majority(Set.of(self())), Set.of(), 0);
        }
        Ensemble ensemble = config.ensemble().get();
        return new Membership(quorum(ensemble), members(ensemble, ServerLine.Role.OBSERVER), 0);
    }

    private static Quorum quorum(Ensemble ensemble) {
        Set<ServerId> voters = members(ensemble, ServerLine.Role.PARTICIPANT);
        return ensemble.groups().isEmpty() ? new Majority(voters) : groups(ensemble);
    }

    private static Quorum groups(Ensemble ensemble) {
        var groups =
                ensemble.groups().stream()
                        .map(group -> group.stream().map(ServerId::new).collect(toSet()))
                        .toList();
        var weights = new HashMap<ServerId, Integer>();
        ensemble.weights().forEach((id, weight) -> weights.put(new ServerId(id), weight));
        return new WeightedGroups(groups, weights);
    }

    private static Set<ServerId> members(Ensemble ensemble, ServerLine.Role role) {
        return ensemble.servers().stream()
                .filter(line -> line.role() == role)
                .map(line -> new ServerId(line.id()))
                .collect(toSet());
    }

    private ZabSettings zab() {
        if (config.ensemble().isEmpty()) return ZabSettings.DEFAULT;

        Ensemble ensemble = config.ensemble().get();
        int sync = ticks(ensemble.syncLimit());
        int ping = Math.clamp(sync / 4, 1, PING_TICKS_MAX);
        return new ZabSettings(
                FINALIZE_TICKS,
                RESEND_TICKS,
                ping,
                Math.max(ticks(ensemble.initLimit()), sync),
                sync,
                ZabSettings.DEFAULT.lastCounter());
    }

    private int ticks(int configured) {
        long millis = (long) configured * config.times().tickTimeMs();
        return Math.clamp(millis / Member.TICK.toMillis(), 8, Integer.MAX_VALUE / 4);
    }
}
