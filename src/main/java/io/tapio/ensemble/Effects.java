package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.state.Proposal;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.Outbox;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the protocol asks for: at the log, at the replica, and among the others. */
final class Effects implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.member");

    private final ServerId self;
    private final ZabPeer zab;
    private final LogDesk log;
    private final PeerDesk peers;
    private final ActorRef<Replica.Command> replica;
    private final Member.Watcher watcher;
    private final Set<ServerId> waitForSnapshot = new LinkedHashSet<>();
    private Optional<Office> office = Optional.empty();
    private boolean proposing; // the replica has what is appended now
    private boolean handedOver;
    private Retinue retinue = Retinue.NONE; // as last told

    Effects(
            ServerId self,
            ZabPeer zab,
            LogDesk log,
            PeerDesk peers,
            ActorRef<Replica.Command> replica,
            Member.Watcher watcher) {
        this.self = self;
        this.zab = zab;
        this.log = log;
        this.peers = peers;
        this.replica = replica;
        this.watcher = watcher;
    }

    boolean isLeading() {
        return office.map(now -> now.state() == PeerState.LEADING).orElse(false);
    }

    boolean isHandedOver() {
        return handedOver || !isLeading();
    }

    /** Tells of those who follow us, if they are not the same any more. */
    void tellRetinue() {
        Retinue now = zab.retinue();
        if (now.equals(retinue)) return;

        retinue = now;
        watcher.retinueChanged(now);
    }

    /** What was numbered in an office that has ended is void: nobody was promised anything. */
    void propose(Proposal proposal) {
        int epoch = proposal.entries().first().epoch();
        if (!isLeading() || office.orElseThrow().epoch() != epoch) return;

        log.mark(proposal.mark());
        proposing = true;
        zab.propose(proposal.entries(), this);
        proposing = false;
    }

    @Override
    public void acceptEpoch(int epoch) {
        log.acceptEpoch(epoch);
    }

    @Override
    public void establishEpoch(int epoch) {
        boolean ours = zab.state() == PeerState.LEADING;
        log.establishEpoch(epoch, ours ? peers.clusterWeLead() : peers.clusterOfLeader());
    }

    @Override
    public void prove() {
        log.prove();
    }

    @Override
    public void remember(Map<ServerId, Zxid> marks) {
        log.remember(marks);
    }

    @Override
    public void append(Entries entries) {
        log.append(entries, proposing);
    }

    @Override
    public void truncate(Zxid to) {
        LOG.info("cutting entries that the leader does not have, after zxid={}", to);
        log.truncate(to);
    }

    @Override
    public void installSnapshot(Zxid at) {
        log.installing(at);
        peers.install();
    }

    @Override
    public void commit(Zxid upTo) {
        log.commit(upTo);
    }

    @Override
    public void lead(int epoch, Zxid endsAt) {
        log.commitNow(); // the history is applied before anything is judged on top of it
        LOG.info("leading epoch={} from={} member={}", epoch, log.committed(), self);
        handedOver = false;
        replica.tell(new Replica.Lead(epoch, endsAt));
        log.tellRoom(Zxid.NONE);
        serve(new Office(PeerState.LEADING, self, epoch));
    }

    @Override
    public void follow(ServerId leader, int epoch) {
        log.commitNow();
        PeerState state = zab.state();
        LOG.info(
                "{} member={} epoch={} from={}",
                state == PeerState.OBSERVING ? "observing" : "following",
                leader,
                epoch,
                log.committed());
        replica.tell(new Replica.Follow(leader, epoch));
        serve(new Office(state, leader, epoch));
    }

    private void serve(Office now) {
        office = Optional.of(now);
        watcher.serving(now);
    }

    @Override
    public void lookAgain(String reason) {
        LOG.info("looking for a leader: {}", reason);
        log.commitNow();
        office = Optional.empty();
        peers.leaveLeader(reason);
        replica.tell(new Replica.Stand(log.last()));
        watcher.looking(reason);
    }

    @Override
    public void await(Set<ServerId> missing, Set<ServerId> unproven) {
        if (!missing.isEmpty()) {
            LOG.warn("no leader can be elected until these members are back: {}", names(missing));
        }
        if (!unproven.isEmpty()) {
            LOG.warn(
                    "these members may have lost data and do not vote until the others are there: {}",
                    names(unproven));
        }
    }

    private static String names(Set<ServerId> members) {
        return members.stream().sorted().map(ServerId::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void send(ServerId to, ZabMessage message) {
        peers.send(to, message);
    }

    @Override
    public void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        peers.sendEntries(to, kind, after, upTo);
    }

    @Override
    public void connect(ServerId leader) {
        peers.connect(leader);
    }

    @Override
    public void disconnect(ServerId peer, String reason) {
        peers.disconnect(peer, reason);
    }

    /** The newest snapshot on disk will do; if there is none yet, one is taken. */
    @Override
    public void sendSnapshot(ServerId to) {
        peers.supply()
                .openSnapshot(
                        found ->
                                found.ifPresentOrElse(
                                        at -> {
                                            LOG.info("sending our state zxid={} to={}", at, to);
                                            zab.snapshotReady(to, at, this);
                                        },
                                        () -> waitForSnapshot(to)));
    }

    private void waitForSnapshot(ServerId to) {
        waitForSnapshot.add(to);
        replica.tell(new Replica.TakeSnapshot());
    }

    /** There is a snapshot on disk now, for those who wait for one. */
    void snapshotTaken() {
        var waiting = List.copyOf(waitForSnapshot);
        waitForSnapshot.clear();
        waiting.forEach(this::sendSnapshot);
    }

    @Override
    public void confirmed(long token) {
        replica.tell(new Replica.Confirmed(token));
    }

    @Override
    public void stopProposing() {
        replica.tell(new Replica.StopJudging());
    }

    @Override
    public void handedOver() {
        handedOver = true;
    }
}
