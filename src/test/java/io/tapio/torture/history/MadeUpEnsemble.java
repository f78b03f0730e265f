package io.tapio.torture.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * An ensemble and its clients in one thread, made of plain lists: one log, servers that lag behind
 * it, connections that break, answers that get lost and sessions that end. What its clients are
 * told is right, unless it is given a {@link Bug}.
 */
final class MadeUpEnsemble {
    static final String ROOT = "/r";

    private static final int SERVERS = 3;
    private static final int TIMEOUT_MS = 4_000;
    private static final int UNDER_WAY = 3;

    /** What it does wrong. */
    enum Bug {
        NONE,
        A_SERVER_SKIPS_A_WRITE,
        A_SYNC_DOES_NOTHING,
        A_SESSION_MOVES_TO_A_SERVER_THAT_LAGS,
        A_LOST_WRITE_IS_DONE_TWICE,
        A_REFUSED_SET_IS_DONE,
        A_ZXID_IS_USED_TWICE,
        A_WATCH_COMES_AFTER_THE_ANSWER,
        A_WATCH_IS_FORGOTTEN,
        A_WATCH_STAYS,
        A_CLOSE_LEAVES_EPHEMERALS,
        A_VERSION_IS_NOT_CHECKED
    }

    private record Entry(long zxid, Call call, long session, Client from, int xid) {}

    /** A server and how far it has come. */
    private static final class Replica {
        final PlainTree tree = new PlainTree();
        int applied;
        long zxid;
    }

    private record Asked(int order, long sent, Call call) {}

    private final class Client {
        final int number;
        final Deque<Asked> underWay = new ArrayDeque<>();
        final Deque<Object> inbox = new ArrayDeque<>();
        final Map<String, Integer> watches = new HashMap<>();
        Replica at = replicas.get(0);
        long session;
        long lastZxid;
        long lastSent;
        boolean connected;
        boolean waits;
        int order;

        Client(int number) {
            this.number = number;
        }
    }

    private final Random random;
    private final Bug bug;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final PlainTree leader = new PlainTree();
    private final List<Event> events = new ArrayList<>();
    private final Set<Long> ended = new HashSet<>();
    private final List<Entry> strays = new ArrayList<>();
    private final Deque<String> made = new ArrayDeque<>();
    private final int paths;
    private long clock;
    private long zxid = 1L << 32;
    private long sessions = 0x100;
    private int payloads;
    private int done;

    MadeUpEnsemble(long seed, Bug bug, int clientCount, int paths) {
        this.random = new Random(seed);
        this.bug = bug;
        this.paths = paths;
        for (int i = 0; i < SERVERS; i++) replicas.add(new Replica());
        for (int i = 0; i < clientCount; i++) clients.add(new Client(i));
    }

    static History history(long seed, Bug bug, int operations) {
        return new MadeUpEnsemble(seed, bug, 4, 6).run(operations);
    }

    History run(int operations) {
        attach(clients.getFirst());
        ask(clients.getFirst(), new Call.Create(ROOT, "", Call.Mode.PERSISTENT));
        while (done == 0) step(clients.getFirst(), false);
        while (done < operations) {
            step(clients.get(random.nextInt(clients.size())), true);
            if (random.nextInt(3) == 0) catchUp(replicas.get(random.nextInt(SERVERS)), 1);
            if (!strays.isEmpty() && random.nextInt(4) == 0) arrive(strays.removeFirst());
        }
        for (var client : clients) {
            for (var asked : client.underWay) record(client, asked, new Answer.Lost());
        }
        for (var path : leader.nodes.keySet().stream().sorted().toList()) {
            var node = leader.nodes.get(path);
            if (!path.equals("/")) events.add(new Event.Remains(path, node.data, node.stat()));
        }
        return new History(events);
    }

    // ---- clients

    private void step(Client client, boolean asks) {
        clock += 10;
        if (!client.connected) {
            attach(client);
        } else if (asks && random.nextInt(150) == 0) {
            detach(client);
        } else if (!client.inbox.isEmpty()) {
            hear(client);
        } else if (client.waits) {
            catchUp(client.at, 1);
        } else if (!client.underWay.isEmpty()
                && (client.underWay.size() == UNDER_WAY || random.nextBoolean())) {
            serve(client, client.underWay.element());
        } else if (asks) {
            ask(client, someCall());
        }
    }

    private void ask(Client client, Call call) {
        client.lastSent = clock;
        client.underWay.add(new Asked(++client.order, clock++, call));
    }

    private void attach(Client client) {
        long sent = clock++;
        if (ended.contains(client.session)) {
            events.add(new Event.Expired(client.number, client.session, sent, clock++));
            client.session = 0;
            return;
        }
        boolean fresh = client.session == 0;
        if (fresh) {
            client.session = ++sessions;
            client.lastZxid = 0;
        }
        client.at = replicas.get(random.nextInt(SERVERS));
        if (bug != Bug.A_SESSION_MOVES_TO_A_SERVER_THAT_LAGS) {
            while (client.at.zxid < client.lastZxid) catchUp(client.at, 1);
        }
        client.connected = true;
        client.lastSent = sent;
        events.add(
                new Event.Attached(
                        client.number, client.session, sent, clock++, TIMEOUT_MS, fresh));
    }

    private void detach(Client client) {
        boolean answered = client.inbox.stream().anyMatch(Answer.class::isInstance);
        client.connected = false;
        client.inbox.clear();
        client.watches.clear();
        boolean first = true;
        for (var asked : client.underWay) {
            record(client, asked, new Answer.Lost());
            boolean logged = first && (client.waits || answered);
            first = false;
            boolean strays = asked.call.isWrite() && !(asked.call instanceof Call.Close);
            if (!logged && strays && random.nextBoolean()) {
                this.strays.add(new Entry(0, asked.call, client.session, client, -1));
            }
        }
        client.underWay.clear();
        client.waits = false;
        events.add(new Event.Detached(client.number, client.session, clock++));
        if (random.nextInt(4) == 0) expire(client);
    }

    private void expire(Client client) {
        clock += TIMEOUT_MS * 1_000_000L;
        strays.removeIf(stray -> stray.session == client.session);
        append(new Call.Close(), client.session, null);
    }

    private void hear(Client client) {
        switch (client.inbox.remove()) {
            case Answer answer -> {
                var asked = client.underWay.remove();
                record(client, asked, answer);
                var zxid = ((Event.Operation) events.getLast()).zxid();
                client.lastZxid = Math.max(client.lastZxid, zxid);
                boolean numbered = asked.call instanceof Call.Create c && c.mode().isSequential();
                if (numbered && answer instanceof Answer.Done d) {
                    made.add(((Result.Created) d.result()).path());
                }
                if (asked.call instanceof Call.Close) {
                    client.connected = false;
                    client.session = 0;
                    client.underWay.clear();
                    client.watches.clear();
                    client.inbox.clear();
                }
            }
            case Event.Fired f ->
                    events.add(
                            new Event.Fired(
                                    f.client(),
                                    f.session(),
                                    clock++,
                                    f.change(),
                                    f.path(),
                                    f.zxid()));
            default -> throw new AssertionError();
        }
    }

    private void record(Client client, Asked asked, Answer answer) {
        events.add(
                new Event.Operation(
                        client.number,
                        client.session,
                        asked.order,
                        asked.sent,
                        clock++,
                        asked.call,
                        answer));
        done++;
    }

    private Call someCall() {
        var path = ROOT + "/p" + random.nextInt(paths);
        boolean watch = random.nextInt(4) == 0;
        return switch (random.nextInt(20)) {
            case 0, 1 -> someCreate(path);
            case 2 -> new Call.Create(ROOT + "/n-", payload(), Call.Mode.SEQUENTIAL);
            case 6 -> someDelete(path);
            case 3, 4, 5 -> new Call.SetData(path, payload(), someVersion(path));
            case 7 -> someDelete(path);
            case 8 ->
                    new Call.Multi(
                            List.of(someCreate(path), new Call.SetData(ROOT, payload(), Call.ANY)));
            case 9 ->
                    new Call.Multi(
                            List.of(
                                    new Call.Check(ROOT, someVersion(ROOT)),
                                    new Call.SetData(path, payload(), Call.ANY)));
            case 10, 11 -> new Call.Sync(path);
            case 12 ->
                    paths > 100 ? new Call.Exists(ROOT, watch) : new Call.GetChildren(ROOT, watch);
            case 13, 14 -> new Call.Exists(path, watch);
            case 15 -> random.nextInt(10) == 0 ? new Call.Close() : new Call.GetData(ROOT, watch);
            default -> new Call.GetData(path, watch);
        };
    }

    /** Of a node with a name, or of one of those with a number, lest they grow too many. */
    private Call someDelete(String path) {
        boolean numbered = !made.isEmpty() && random.nextBoolean();
        return numbered
                ? new Call.Delete(made.remove(), Call.ANY)
                : new Call.Delete(path, someVersion(path));
    }

    private Call.Create someCreate(String path) {
        var mode = random.nextInt(3) == 0 ? Call.Mode.EPHEMERAL : Call.Mode.PERSISTENT;
        return new Call.Create(path, payload(), mode);
    }

    private int someVersion(String path) {
        var node = leader.nodes.get(path);
        if (node == null || random.nextInt(3) > 0) return Call.ANY;
        return random.nextInt(3) == 0 ? node.version + 1 : node.version;
    }

    private String payload() {
        return "d" + ++payloads;
    }

    // ---- servers

    private void serve(Client client, Asked asked) {
        switch (asked.call) {
            case Call.Sync sync -> {
                if (bug != Bug.A_SYNC_DOES_NOTHING) catchUp(client.at, log.size());
                client.inbox.add(new Answer.Done(client.at.zxid, new Result.Nothing()));
            }
            case Call call when call.isWrite() -> {
                client.waits = true;
                append(call, client.session, client);
            }
            case Call read -> {
                client.inbox.add(client.at.tree.read(read, client.at.zxid));
                watch(client, read, client.at.tree);
            }
        }
    }

    private static final int DATA = 1;
    private static final int CHILDREN = 2;

    private static void watch(Client client, Call read, PlainTree tree) {
        switch (read) {
            case Call.GetData r when r.watch() && tree.nodes.containsKey(r.path()) ->
                    client.watches.merge(r.path(), DATA, (a, b) -> a | b);
            case Call.Exists r when r.watch() ->
                    client.watches.merge(r.path(), DATA, (a, b) -> a | b);
            case Call.GetChildren r when r.watch() && tree.nodes.containsKey(r.path()) ->
                    client.watches.merge(r.path(), CHILDREN, (a, b) -> a | b);
            default -> {}
        }
    }

    private void arrive(Entry stray) {
        if (ended.contains(stray.session)) return;
        append(stray.call, stray.session, null);
        if (bug == Bug.A_LOST_WRITE_IS_DONE_TWICE) append(stray.call, stray.session, null);
    }

    private void append(Call call, long session, Client from) {
        if (bug != Bug.A_ZXID_IS_USED_TWICE || random.nextInt(50) > 0) zxid++;
        if (call instanceof Call.Close) ended.add(session);
        log.add(
                new Entry(
                        zxid,
                        call,
                        session,
                        from,
                        from == null ? 0 : from.underWay.element().order));
        apply(leader, log.getLast());
    }

    private PlainTree.Outcome apply(PlainTree tree, Entry entry) {
        var call = entry.call;
        boolean leaves = bug == Bug.A_CLOSE_LEAVES_EPHEMERALS && entry.zxid % 2 == 0;
        if (call instanceof Call.Close && leaves) {
            return new PlainTree.Outcome(
                    new Answer.Done(entry.zxid, new Result.Nothing()), List.of());
        }
        if (call instanceof Call.SetData set && bug == Bug.A_VERSION_IS_NOT_CHECKED) {
            call = new Call.SetData(set.path(), set.data(), Call.ANY);
        }
        var outcome = tree.apply(call, entry.session, entry.zxid);
        if (bug == Bug.A_REFUSED_SET_IS_DONE
                && outcome.answer() instanceof Answer.Failed failed
                && failed.error() == Answer.BAD_VERSION
                && call instanceof Call.SetData set) {
            tree.apply(
                    new Call.SetData(set.path(), set.data(), Call.ANY), entry.session, entry.zxid);
        }
        return outcome;
    }

    private void catchUp(Replica replica, int entries) {
        for (int i = 0; i < entries && replica.applied < log.size(); i++) {
            var entry = log.get(replica.applied++);
            replica.zxid = entry.zxid;
            boolean skips = bug == Bug.A_SERVER_SKIPS_A_WRITE && random.nextInt(40) == 0;
            boolean waited =
                    entry.from != null
                            && entry.from.connected
                            && entry.from.at == replica
                            && entry.from.session == entry.session
                            && entry.from.waits
                            && entry.from.underWay.element().order == entry.xid;
            if (skips && !waited) continue;
            var outcome = apply(replica.tree, entry);
            if (bug != Bug.A_WATCH_COMES_AFTER_THE_ANSWER)
                fire(replica, outcome.changes(), entry.zxid);
            if (waited) {
                entry.from.inbox.add(outcome.answer());
                entry.from.waits = false;
            }
            if (bug == Bug.A_WATCH_COMES_AFTER_THE_ANSWER)
                fire(replica, outcome.changes(), entry.zxid);
        }
    }

    private void fire(Replica replica, List<PlainTree.Changed> changes, long zxid) {
        for (var change : changes) {
            int kinds =
                    switch (change.change()) {
                        case CREATED, DATA -> DATA;
                        case DELETED -> DATA | CHILDREN;
                        case CHILDREN -> CHILDREN;
                    };
            for (var client : clients) {
                if (client.at != replica || !client.connected) continue;
                int watched = client.watches.getOrDefault(change.path(), 0);
                if ((watched & kinds) == 0) continue;
                if (bug != Bug.A_WATCH_STAYS) client.watches.put(change.path(), watched & ~kinds);
                if (bug == Bug.A_WATCH_IS_FORGOTTEN && random.nextInt(5) == 0) continue;
                client.inbox.add(
                        new Event.Fired(
                                client.number,
                                client.session,
                                0,
                                change.change(),
                                change.path(),
                                zxid));
            }
        }
    }
}
