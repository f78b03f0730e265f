package io.tapio.testkit.sim.full;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerMessage;
import io.tapio.state.StateSettings;
import io.tapio.testkit.sim.invariant.Law;
import io.tapio.testkit.sim.invariant.Promises;
import io.tapio.tree.OwnerRules;
import io.tapio.txn.EntriesReader;
import io.tapio.txn.TxnCodec;
import io.tapio.zab.Membership;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** One seed: an ensemble and its clients under faults, then healed. */
public final class Simulation {
    private static final long SECOND = 1_000_000;
    private static final int SHORT_EPOCH = 400;
    private static final int LONG_EPOCH = 1 << 30;

    private final Plan plan;
    private final Agenda agenda = new Agenda();
    private final RandomGenerator random;
    private final Trace trace = new Trace(agenda);
    private final Ledger ledger = new Ledger();
    private final Meddler meddler;
    private final Membership membership;
    private final ZabSettings zab;
    private final StateSettings settings;
    private final Wires wires;
    private final List<Server> servers = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final Laws laws;
    private final Load load;
    private final Weather weather;
    private final Map<Long, Long> proposedAtUs = new HashMap<>();
    private Zxid newestSeen = Zxid.NONE;
    private long healedAtUs;
    private long healedAfterUs;

    public Simulation(Plan plan, Meddler meddler) {
        this.plan = plan;
        this.meddler = meddler;
        this.random = new Random(plan.seed());
        int lastCounter = random.nextInt(3) == 0 ? SHORT_EPOCH : LONG_EPOCH;
        this.zab = new ZabSettings(2, 2, 4, 40, 20, lastCounter);
        this.settings = settings(20 + random.nextInt(random.nextBoolean() ? 60 : 1_000));
        Quorum quorum = meddler.quorum(plan.quorum());
        this.membership = new Membership(quorum, plan.observers(), 0);
        this.wires = new Wires(this);
        for (int id = 1; id <= plan.voters() + plan.observers().size(); id++) {
            servers.add(new Server(new ServerId(id), this));
        }
        List<Law> all = Promises.all(this);
        this.laws = new Laws(all);
        this.load = new Load(this);
        for (int i = 1; i <= plan.clients(); i++) {
            clients.add(new SimClient(i, this, 3_000 + random.nextInt(5_000)));
        }
        this.weather = new Weather(this);
        meddler.begin(this);
    }

    private static StateSettings settings(long snapshotEvery) {
        return new StateSettings(
                400,
                2_000,
                20_000,
                new OwnerRules(true, false),
                false,
                snapshotEvery,
                1L << 30,
                2_000,
                10_000,
                0);
    }

    // A life.

    /** Faults, then health; throws {@link Failure} if a promise was ever broken. */
    public void live() {
        try {
            begin();
            run(plan.rainUs());
            heal();
        } catch (RuntimeException | AssertionError found) {
            throw new Failure(this, found);
        }
    }

    private void begin() {
        servers.forEach(each -> agenda.in(random.nextInt(300_000), each::start));
        clients.forEach(load::begin);
        agenda.in(2 * SECOND, this::found);
        weather.begin();
    }

    private void found() {
        var ready = clients.stream().filter(SimClient::isReady).findFirst();
        ready.ifPresentOrElse(load::found, () -> agenda.in(SECOND / 5, this::found));
    }

    void run(long us) {
        long end = agenda.now() + us;
        while (agenda.step(end)) {}
    }

    private void heal() {
        trace.note("all is healed");
        weather.clear();
        wires.becomeReliable();
        clients.forEach(SimClient::reachAll);
        for (Server each : servers) {
            each.disk().heal();
            each.resume();
        }
        long healedAt = agenda.now();
        healedAtUs = healedAt;
        run(SECOND);
        servers.forEach(Server::start); // the others come up by themselves
        while (!isWhole()) {
            run(SECOND / 10);
            if (agenda.now() - healedAt > plan.healBoundUs()) {
                throw new Violation("I35 all heals in time", whatIsNotWhole());
            }
        }
        healedAfterUs = agenda.now() - healedAt;
        if (plan.seed() % 4 == 0) { // long enough that who is gone is forgotten
            load.stop();
            run(13 * SECOND);
        }
        settle();
        laws.atTheEnd();
    }

    /** Clients fall silent, and everybody has everything. */
    private void settle() {
        load.stop();
        long until = agenda.now() + plan.healBoundUs();
        do {
            run(SECOND / 2);
            if (agenda.now() > until) {
                throw new Violation("I35 all heals in time", "never calm: " + whatIsNotWhole());
            }
        } while (!isWhole() || !isCalm());
    }

    private boolean isWhole() {
        long leaders = servers.stream().filter(Server::isLeading).count();
        return leaders == 1
                && servers.stream().allMatch(Server::isServing)
                && clients.stream().allMatch(each -> each.isConnected() || each.isAsleep());
    }

    private boolean isCalm() {
        return servers.stream().allMatch(each -> each.applied().equals(ledger.last()))
                && clients.stream().allMatch(each -> each.waiting() == 0);
    }

    private String whatIsNotWhole() {
        var lines = new ArrayList<String>();
        servers.forEach(each -> lines.add(each.toString()));
        clients.forEach(each -> lines.add(each.toString()));
        return String.join("; ", lines);
    }

    // What members and clients are seen to do.

    int adopted(Server member, Zxid at, long digest) {
        int position = ledger.positionOf(at);
        if (position < -1) {
            throw new Violation(
                    "I3 committed histories are prefixes of one another",
                    "member " + member.id() + " has a state at " + at + ", which is not committed");
        }
        laws.stateAt(member, at, digest, true);
        return position + 1;
    }

    void applied(Server member, int position, Zxid zxid, Bytes bytes) {
        laws.applied(member, position, zxid, bytes);
        if (position != ledger.size()) return;

        var out = new JuteWriter(bytes.length() + 4);
        out.buffer(bytes);
        TxnCodec.Decoded entry = new EntriesReader(new Entries(zxid, zxid, out.toBytes())).next();
        var fact =
                new Ledger.Entry(position, zxid, entry.header(), entry.txn(), bytes, member.id());
        trace.mix(zxid.value());
        trace.mix(bytes.hashCode());
        laws.committed(fact);
        ledger.add(fact);
    }

    void stateAt(Server member, Zxid at, long digest) {
        laws.stateAt(member, at, digest, false);
    }

    /** A leader has numbered these; they may never be committed. */
    void proposed(Entries run) {
        for (long at = run.first().value(); at <= run.last().value(); at++) {
            proposedAtUs.put(at, agenda.now());
        }
    }

    /** When an entry was numbered. */
    public long proposedAtUs(Zxid zxid) {
        return proposedAtUs.getOrDefault(zxid.value(), agenda.now());
    }

    void said(ServerId from, ServerId to, PeerMessage message) {
        if (message instanceof PeerMessage.Said(ZabMessage said)) {
            laws.said(server(from), to, said);
        }
    }

    void seen(long zxid) {
        if (zxid > newestSeen.value()) newestSeen = new Zxid(zxid);
    }

    /** The newest entry that any client was told of. */
    Zxid newestSeen() {
        return newestSeen;
    }

    // Who and what there is.

    public Plan plan() {
        return plan;
    }

    public Agenda agenda() {
        return agenda;
    }

    public RandomGenerator random() {
        return random;
    }

    public Trace trace() {
        return trace;
    }

    public Ledger ledger() {
        return ledger;
    }

    Laws laws() {
        return laws;
    }

    Load load() {
        return load;
    }

    public Weather weather() {
        return weather;
    }

    Meddler meddler() {
        return meddler;
    }

    Wires wires() {
        return wires;
    }

    public Membership membership() {
        return membership;
    }

    ZabSettings zab() {
        return zab;
    }

    StateSettings settings() {
        return settings;
    }

    public List<Server> servers() {
        return servers;
    }

    public List<SimClient> clients() {
        return clients;
    }

    public Server server(ServerId id) {
        return servers.get(id.value() - 1);
    }

    public Optional<Server> leader() {
        return servers.stream().filter(Server::isLeading).findFirst();
    }

    public List<Server> voters() {
        return servers.subList(0, plan.voters());
    }

    Set<ServerId> ids() {
        var ids = new TreeSet<ServerId>();
        servers.forEach(each -> ids.add(each.id()));
        return ids;
    }

    /** How many requests clients have made. */
    public int asked() {
        return load.asked();
    }

    /** When the rain ended: what was on its way for long arrives soon after. */
    public long healedAtUs() {
        return healedAtUs;
    }

    public long healedAfterUs() {
        return healedAfterUs;
    }
}
