package io.tapio.testkit.sim;

import io.tapio.ensemble.Recollection;
import io.tapio.ensemble.ZabPeer;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.Marks;
import io.tapio.zab.Membership;
import io.tapio.zab.Outbox;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One member: a core, its disk, its links; carries out what the core asks, under the judge. */
final class SimMember implements Outbox {
    private static final int TICK = 10;

    private final ServerId id;
    private final Membership members;
    private final Clock clock;
    private final RandomGenerator random;
    private final Net net;
    private final Judge judge;
    private final Tamper tamper;
    private final Map<ServerId, SimMember> others;
    private final Map<ServerId, Net.Link> links = new HashMap<>();
    private final Clients clients;
    private final Disk disk;
    private final Post post;
    private final ZabSettings settings;
    private ZabPeer peer;
    private int life;
    private boolean alive;
    private boolean serving;
    private boolean stopped; // numbering, for another is about to lead
    private int leads; // the epoch, 0 if none
    private int applied;
    private int connects; // only the last counts
    private int established; // by the core's own word, in this life
    private boolean wiped;
    private Set<ServerId> awaited = Set.of();
    private String looksBecause = "";

    SimMember(ServerId id, Membership members, World world, Map<ServerId, SimMember> others) {
        this.id = id;
        this.members = members;
        this.clock = world.clock;
        this.settings = new ZabSettings(3, 3, 2, 30, 12, world.lastCounter());
        this.random = world.random;
        this.net = world.net;
        this.judge = world.judge;
        this.tamper = world.tamper;
        this.others = others;
        this.disk = new Disk(clock, random, tamper.disksLie());
        this.clients = new Clients(judge);
        this.post = new Post(this, world);
        this.peer = newPeer();
    }

    private ZabPeer newPeer() {
        return new ZabPeer(id, members, settings);
    }

    ServerId id() {
        return id;
    }

    Disk disk() {
        return disk;
    }

    int life() {
        return life;
    }

    int connects() {
        return connects;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isLeading() {
        return leads > 0 && !stopped;
    }

    boolean isServing() {
        return serving;
    }

    int applied() {
        return applied;
    }

    Set<ServerId> awaited() {
        return awaited;
    }

    String lastReason() {
        return looksBecause;
    }

    void start() {
        if (alive) return;

        alive = true;
        life++;
        peer = newPeer();
        applied = disk.baseCount();
        boolean proven = disk.isProven() || (wiped && tamper.wipedIsProven());
        net.note(id + " starts with " + disk);
        peer.recovered(
                new Recollection(
                        disk.accepted(),
                        disk.established(),
                        disk.outline(),
                        disk.base(),
                        proven,
                        disk.marks()),
                this);
        tickLater(life, 1 + random.nextInt(TICK));
    }

    private void tickLater(int thisLife, int delay) {
        clock.in(
                delay,
                () -> {
                    if (life != thisLife || !alive) return;
                    peer.tick(this);
                    tickLater(thisLife, TICK);
                });
    }

    void crash(boolean wipe) {
        if (!alive) return;

        net.note(id + (wipe ? " is wiped" : " crashes"));
        stopServing();
        alive = false;
        life++;
        disk.crash();
        if (wipe) {
            disk.wipe();
            wiped = true;
        }
        if (tamper.promisesAreForgotten()) disk.forgetPromises();
        linked().forEach(other -> net.close(links.remove(other), id, other));
    }

    private void stopServing() {
        leads = 0;
        stopped = false;
        serving = false;
        clients.loseThisMember();
    }

    /** Takes a snapshot, and forgets the entries before it. */
    void compact() {
        if (!alive || applied <= disk.baseCount()) return;

        Zxid at = appliedEnd();
        if (disk.compact(at, applied)) peer.logBegins(at, this);
    }

    private Zxid appliedEnd() {
        return applied == disk.baseCount() ? disk.base() : disk.entryAt(applied - 1).zxid();
    }

    /** A client writes. */
    void write(int count, long firstId) {
        clients.write(count, firstId).ifPresent(run -> peer.propose(run, this));
    }

    /** A client wants to be sure that it talks to the leader. */
    void ask() {
        peer.confirm(clients.ask(), this);
    }

    void handOver() {
        if (alive) peer.handOver(this);
    }

    void findsDiskSlow() {
        if (alive) peer.diskSlow(this);
    }

    /** Whether all {@code voters} but this one would know that its disk is an older copy. */
    boolean canRollBack(List<SimMember> voters) {
        var marks =
                voters.stream()
                        .filter(each -> each != this)
                        .map(each -> new Marks(each.disk.marks()))
                        .toList();
        return alive && (!tamper.marksAreKept() || disk.isRollBackKnownTo(marks, id));
    }

    /** Comes back with an older copy of its disk. */
    void rollBack() {
        crash(false);
        net.note(id + " is rolled back");
        disk.rollBack();
    }

    void receive(ServerId from, ZabMessage message) {
        if (alive) peer.received(from, message, this);
    }

    void receiveOver(Net.Link link, ServerId from, ZabMessage message) {
        if (!alive || links.get(from) != link) return;

        peer.received(from, message, this);
        if (message instanceof ZabMessage.SnapshotOffer(Zxid at)) peer.snapshotReceived(at, this);
    }

    Optional<Net.Link> link(ServerId other) {
        return Optional.ofNullable(links.get(other));
    }

    List<ServerId> linked() {
        return links.keySet().stream().sorted().toList();
    }

    void linkUp(ServerId other, Net.Link link) {
        links.put(other, link);
        peer.linkUp(other, this);
    }

    void linkDown(ServerId other) {
        if (alive) peer.linkDown(other, this);
    }

    void lostLink(ServerId other, Net.Link link) {
        if (!alive || links.get(other) != link) return;

        links.remove(other);
        peer.linkDown(other, this);
    }

    @Override
    public void acceptEpoch(int epoch) {
        Judge.check(epoch > disk.accepted(), "epoch " + epoch + " is promised again");
        disk.accept(epoch, () -> peer.epochAccepted(epoch, this));
    }

    @Override
    public void establishEpoch(int epoch) {
        disk.establish(
                epoch,
                () -> {
                    established = epoch;
                    peer.epochEstablished(epoch, this);
                });
    }

    @Override
    public void prove() {
        disk.prove();
    }

    @Override
    public void append(Entries entries) {
        disk.append(entries, () -> peer.durable(entries.last(), this));
    }

    @Override
    public void truncate(Zxid to) {
        for (int at = disk.count() - 1; at >= disk.baseCount(); at--) {
            SimEntry entry = disk.entryAt(at);
            if (!entry.zxid().isAfter(to)) break;
            Judge.check(!judge.isCommitted(at, entry), "member " + id + " cuts committed " + entry);
        }
        disk.cut(to, () -> peer.truncated(to, this));
    }

    @Override
    public void installSnapshot(Zxid at) {
        int count = judge.countAt(at);
        Judge.check(count >= applied, "member " + id + " goes back to " + at);
        for (int each = Math.max(count, disk.baseCount()); each < disk.count(); each++) {
            Judge.check(
                    !judge.isCommitted(each, disk.entryAt(each)),
                    "member " + id + " replaces committed " + disk.entryAt(each));
        }
        applied = count;
        disk.install(at, count, () -> peer.snapshotInstalled(at, this));
    }

    @Override
    public void commit(Zxid upTo) {
        Judge.check(!upTo.isAfter(disk.last()), "member " + id + " applies more than it has");
        while (applied < disk.count() && !disk.entryAt(applied).zxid().isAfter(upTo)) {
            SimEntry entry = disk.entryAt(applied);
            judge.applied(id, applied, entry);
            applied++;
            clients.applied(entry);
        }
    }

    @Override
    public void lead(int epoch, Zxid lastOfEpoch) {
        net.note(id + " leads epoch " + epoch);
        judge.leads(id, epoch, disk);
        leads = epoch;
        serving = true;
        awaited = Set.of();
        clients.begin(epoch, lastOfEpoch);
    }

    @Override
    public void follow(ServerId leader, int epoch) {
        net.note(id + " follows " + leader + " in epoch " + epoch);
        serving = true;
        awaited = Set.of();
    }

    @Override
    public void lookAgain(String reason) {
        net.note(id + " looks again: " + reason);
        boolean wrong = reason.startsWith("the leader is wrong") && !reason.contains("is before");
        Judge.check(!wrong, "member " + id + ": " + reason);
        looksBecause = reason;
        stopServing();
    }

    @Override
    public void await(Set<ServerId> missing, Set<ServerId> unproven) {
        net.note(id + " awaits " + missing + ", unproven " + unproven);
        awaited = missing;
    }

    @Override
    public void send(ServerId to, ZabMessage message) {
        switch (message) {
            case ZabMessage.Ack(Zxid logged) -> checkFlushed(logged);
            case ZabMessage.AckNewLeader(int epoch, Zxid logged) -> {
                checkFlushed(logged);
                Judge.check(
                        disk.established() >= epoch && established == epoch,
                        "member " + id + " acknowledges an epoch that is not on disk");
                Judge.check(
                        disk.hasFlushedHistoryOf(others.get(to).disk, epoch),
                        "member " + id + " acknowledges a history that is not on disk");
            }
            case ZabMessage.AckEpoch ack ->
                    Judge.check(disk.accepted() > 0, "a promise is on disk first");
            default -> {}
        }
        post.send(to, message);
    }

    private void checkFlushed(Zxid logged) {
        Judge.check(
                !logged.isAfter(disk.flushedEnd()),
                "member %s acknowledges %s, its disk has %s"
                        .formatted(id, logged, disk.flushedEnd()));
    }

    @Override
    public void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) {
        post.sendEntries(to, kind, after, upTo);
    }

    @Override
    public void confirmed(long token) {
        clients.confirmed(token, id, leads);
    }

    @Override
    public void remember(Map<ServerId, Zxid> marks) {
        if (tamper.marksAreKept()) disk.remember(marks);
    }

    @Override
    public void stopProposing() {
        stopped = true;
    }

    @Override
    public void handedOver() {
        net.note(id + " has handed over");
    }

    @Override
    public void connect(ServerId leader) {
        connects++;
        net.connect(this, leader);
    }

    @Override
    public void disconnect(ServerId other, String reason) {
        net.note(id + " hangs up on " + other + ": " + reason);
        Net.Link link = links.remove(other);
        if (link != null) net.close(link, id, other);
    }

    @Override
    public void sendSnapshot(ServerId to) {
        int now = life;
        Net.Link link = links.get(to);
        clock.in(
                1 + random.nextInt(20),
                () -> {
                    if (life != now || !alive || links.get(to) != link) return;
                    peer.snapshotReady(to, appliedEnd(), this);
                });
    }

    @Override
    public String toString() {
        String role = isLeading() ? "leads" : serving ? "serves" : alive ? "looks" : "is down";
        return "%s %s %s, applied %d, %s; awaits %s; %s"
                .formatted(id, peer.state(), role, applied, disk, awaited, looksBecause);
    }
}
