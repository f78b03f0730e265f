package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Three state machines as members of an ensemble: what one says to another takes its time, but
 * comes in order. The log and the protocol between the members are played: an entry is committed
 * once its leader and one follower have it.
 */
final class Flock {
    static final long NOW_MS = 1_000;
    private static final int COUNTER_MAX = 1 << 30;

    final List<Site> sites = new ArrayList<>();
    final Map<String, Deque<Runnable>> links = new HashMap<>();
    final Random random;
    final SessionRules rules;
    Site leader;
    long newestSeen; // by any client
    boolean wasFull;
    private int epoch = 1;

    Flock(Random random) {
        this(random, SessionRules.GLOBAL);
    }

    Flock(Random random, SessionRules rules) {
        this.random = random;
        this.rules = rules;
        for (int i = 1; i <= 3; i++) sites.add(new Site(new ServerId(i)));
        leader = sites.getFirst();
        begin();
    }

    /** A member, and what the test plays for it. */
    final class Site {
        final ServerId id;
        final StateMachine machine =
                new StateMachine(
                        ReplicatedState.fresh(House.Settings.DEFAULT), House.ACCESS, rules);
        final List<Entries> log = new ArrayList<>();
        Zxid acked = Zxid.NONE; // known to the leader
        Zxid committed = Zxid.NONE; // as the leader decided

        Site(ServerId id) {
            this.id = id;
            machine.joinOthers();
        }

        Zxid lastLogged() {
            return log.isEmpty() ? Zxid.NONE : log.getLast().last();
        }

        /** Hands on what came of the last input. */
        void pump() {
            for (long token = machine.takeQuestion(); token != 0; token = machine.takeQuestion()) {
                ask(token);
            }
            for (Posted posted : machine.takePosted()) {
                Site to = sites.get(posted.to().value() - 1);
                Bytes bytes = ErrandCodec.write(posted.errand());
                way(this, to)
                        .add(
                                () -> {
                                    to.machine.errand(id, ErrandCodec.read(bytes), NOW_MS);
                                    to.pump();
                                });
            }
            House.deliver(machine);
        }

        private void ask(long token) {
            Site witness = follower();
            way(this, witness)
                    .add(
                            () ->
                                    way(witness, this)
                                            .add(
                                                    () -> {
                                                        machine.confirmed(token);
                                                        pump();
                                                    }));
        }

        /** What is judged goes to the log and to the followers. */
        void flush() {
            machine.takeProposal().ifPresent(proposal -> propose(proposal.entries()));
        }

        private void propose(Entries entries) {
            log.add(entries);
            way(this, this).add(() -> acked(this, entries.last()));
            for (Site each : sites) {
                if (each != this) give(each, entries);
            }
        }

        private void give(Site follower, Entries entries) {
            way(this, follower)
                    .add(
                            () -> {
                                follower.log.add(entries);
                                follower.machine.logged(entries);
                                way(follower, this).add(() -> acked(follower, entries.last()));
                            });
        }

        private void acked(Site by, Zxid upTo) {
            by.acked = upTo;
            if (by == this) machine.logRoom(upTo, House.AMPLE_ROOM_BYTES, false, NOW_MS);
            Zxid best =
                    sites.stream()
                            .filter(each -> each != this)
                            .map(each -> each.acked)
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            Zxid now = best.isAfter(acked) ? acked : best;
            if (now.isAfter(committed)) commit(now);
            pump();
        }

        private void commit(Zxid upTo) {
            committed = upTo;
            for (Site each : sites) {
                way(this, each)
                        .add(
                                () -> {
                                    each.machine.commit(upTo);
                                    each.pump();
                                });
            }
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    Deque<Runnable> way(Site from, Site to) {
        return links.computeIfAbsent(from + ">" + to, w -> new ArrayDeque<>());
    }

    private Site follower() {
        while (true) {
            Site any = sites.get(random.nextInt(sites.size()));
            if (any != leader) return any;
        }
    }

    /** One thing that is on its way arrives. */
    boolean arrive() {
        List<Deque<Runnable>> busy =
                links.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue)
                        .filter(way -> !way.isEmpty())
                        .toList();
        if (busy.isEmpty()) return false;

        busy.get(random.nextInt(busy.size())).remove().run();
        return true;
    }

    void settle() {
        do {
            leader.flush();
        } while (arrive() || leader.machine.hasProposal());
    }

    /** The disk of the leader is full for a while, or has room again. */
    void disk(boolean full) {
        wasFull |= full;
        leader.machine.logRoom(Zxid.NONE, House.AMPLE_ROOM_BYTES, full, NOW_MS);
        leader.pump();
    }

    /** The leader is lost: one of the two who have most leads the next epoch. */
    void failOver() {
        links.entrySet().removeIf(way -> !way.getKey().startsWith("submit"));
        boolean oldTakesPart = random.nextBoolean();
        Site old = leader;
        leader =
                sites.stream()
                        .filter(each -> oldTakesPart || each != old)
                        .max(Comparator.comparing(Site::lastLogged))
                        .orElseThrow();
        epoch++;
        for (Site each : sites) {
            each.machine.stand(each.lastLogged());
            each.pump();
        }
        begin();
    }

    private void begin() {
        for (Site each : sites) {
            if (each != leader) adapt(each);
        }
        leader.machine.commit(leader.lastLogged());
        leader.committed = leader.lastLogged();
        leader.machine.lead(epoch, Zxid.of(epoch, COUNTER_MAX));
        leader.machine.logRoom(Zxid.NONE, House.AMPLE_ROOM_BYTES, false, NOW_MS);
        leader.pump();
        for (Site each : sites) each.acked = leader.lastLogged();
    }

    /** The follower's log becomes the leader's; only then does it follow. */
    private void adapt(Site follower) {
        int same = 0;
        while (same < Math.min(follower.log.size(), leader.log.size())
                && follower.log.get(same).equals(leader.log.get(same))) same++;
        while (follower.log.size() > same) follower.log.removeLast();
        assertThat(follower.lastLogged())
                .isGreaterThanOrEqualTo(follower.machine.state().applied());
        follower.machine.truncated(follower.lastLogged());
        List<Entries> missing = List.copyOf(leader.log.subList(same, leader.log.size()));
        Zxid end = leader.lastLogged();
        Site itsLeader = leader;
        follower.log.addAll(missing);
        missing.forEach(follower.machine::logged);
        follower.machine.follow(itsLeader.id); // the commits may come later
        way(itsLeader, follower)
                .add(
                        () -> {
                            follower.machine.commit(end);
                            follower.pump();
                        });
    }
}
