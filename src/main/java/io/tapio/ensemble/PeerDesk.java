package io.tapio.ensemble;

import io.tapio.log.RecoveredLog;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerFigures;
import io.tapio.peer.PeerMessage;
import io.tapio.peer.PeerTransport;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/** A member's dealings with the others: what it says, and the state that comes from a leader. */
final class PeerDesk {
    private static final long BEHIND_BYTES = 32L << 20; // of entries that our disk has not taken
    private static final long CAUGHT_UP_BYTES = 8L << 20;

    private final ActorRef<PeerTransport.Command> way;
    private final LogSupply supply;
    private final LogDesk log;
    private final IncomingState incoming;
    private Optional<UUID> cluster = Optional.empty();
    private UUID journal = new UUID(0, 0);
    private Optional<PeerTransport.Up> leaderUp = Optional.empty();
    private Optional<ServerId> leader = Optional.empty();
    private boolean introducedWithCluster;
    private boolean paused;

    PeerDesk(ActorRef<PeerTransport.Command> way, LogSupply supply, LogDesk log) {
        this.way = way;
        this.supply = supply;
        this.log = log;
        this.incoming = new IncomingState(log::receiveSnapshot);
    }

    void recovered(RecoveredLog found) {
        cluster = found.standing().cluster();
        forgetIfUnbound();
        journal = found.standing().journal();
        supply.recovered(found.standing().reader());
        introducedWithCluster = isBound();
        way.tell(new PeerTransport.Identity(boundCluster(), journal));
    }

    /**
     * A member without entries belongs to no ensemble yet, whatever it once promised. What its next
     * leader sends must not bind it to an earlier one.
     */
    private void forgetIfUnbound() {
        if (!isBound()) cluster = Optional.empty();
    }

    private boolean isBound() {
        return cluster.isPresent() && log.last().isAfter(Zxid.NONE);
    }

    private Optional<UUID> boundCluster() {
        return isBound() ? cluster : Optional.empty();
    }

    /** Tells the others to which ensemble we belong, once we do. */
    void introduce() {
        if (introducedWithCluster || !isBound()) return;

        introducedWithCluster = true;
        way.tell(new PeerTransport.Identity(boundCluster(), journal));
    }

    /** The ensemble that a leader founds or leads on: the first one gives it its own number. */
    UUID clusterWeLead() {
        UUID id = boundCluster().orElse(journal);
        cluster = Optional.of(id);
        return id;
    }

    UUID clusterOfLeader() {
        Optional<UUID> leaders = leaderUp.map(up -> up.cluster().orElse(up.journal()));
        UUID id = boundCluster().or(() -> leaders).orElse(journal);
        cluster = Optional.of(id);
        return id;
    }

    void connect(ServerId to) {
        forgetIfUnbound();
        leader = Optional.of(to);
        leaderUp = Optional.empty();
        way.tell(new PeerTransport.Connect(to));
    }

    Optional<ServerId> leader() {
        return leader;
    }

    void up(PeerTransport.Up up) {
        if (leader.equals(Optional.of(up.peer()))) leaderUp = Optional.of(up);
    }

    void down(ServerId peer, String reason) {
        if (incoming.isFrom(peer)) incoming.drop("the link is down: " + reason);
        if (leader.equals(Optional.of(peer))) paused = false;
    }

    void disconnect(ServerId peer, String reason) {
        down(peer, reason);
        way.tell(new PeerTransport.Disconnect(peer, reason));
    }

    /** Whatever comes of the last leader is void. */
    void leaveLeader(String reason) {
        incoming.drop(reason);
        leader = Optional.empty();
        leaderUp = Optional.empty();
        paused = false;
    }

    void send(ServerId to, ZabMessage message) {
        way.tell(new PeerTransport.Send(to, new PeerMessage.Said(message)));
        if (message instanceof ZabMessage.SnapshotOffer(Zxid at)) {
            way.tell(new PeerTransport.SendSnapshot(to, at));
        }
    }

    void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        way.tell(new PeerTransport.SendEntries(to, kind, after, upTo));
    }

    void errand(ServerId to, Bytes body) {
        way.tell(new PeerTransport.Send(to, new PeerMessage.Errand(body)));
    }

    LogSupply supply() {
        return supply;
    }

    void offered(ServerId from, Zxid at) {
        incoming.offered(from, at);
    }

    void chunk(ServerId from, Bytes bytes) {
        if (incoming.isFrom(from)) incoming.chunk(bytes);
        pace();
    }

    /** All of the leader's state has come; at which entry it is. */
    Optional<Zxid> ended(ServerId from, DigestMark mark) {
        return incoming.isFrom(from) ? Optional.ofNullable(incoming.end(mark)) : Optional.empty();
    }

    void install() {
        incoming.install();
    }

    /** Whether it failed while it was still coming: then nothing has changed. */
    boolean installFailed(Zxid at, String reason) {
        boolean coming = incoming.isComing(at);
        if (coming) incoming.drop(reason);
        return coming;
    }

    /** Reads no more of the leader than our disk takes. */
    void pace() {
        if (leader.isEmpty()) return;

        long limit = paused ? CAUGHT_UP_BYTES : BEHIND_BYTES;
        boolean behind = incoming.isAhead() || log.waitingBytes() > limit;
        if (behind == paused) return;

        paused = behind;
        ServerId peer = leader.get();
        way.tell(behind ? new PeerTransport.Pause(peer) : new PeerTransport.Resume(peer));
    }

    /** Whether we do not listen to the leader for a while, because of our own disk. */
    boolean isPaused() {
        return paused;
    }

    void inspect(ActorRef<? super PeerFigures> replyTo) {
        way.tell(new PeerTransport.Inspect(replyTo));
    }

    /** Says what there is to say and closes all links. */
    void stop(ActorRef<? super PeerTransport.Stopped> replyTo) {
        way.tell(new PeerTransport.Stop(replyTo));
    }
}
