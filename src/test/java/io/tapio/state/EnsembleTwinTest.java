package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.auth.Requester;
import io.tapio.faults.Fault;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.txn.EntriesReader;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnCodec;
import io.tapio.txn.TxnHeader;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that roam an ensemble hear, byte for byte, what a single server would have told them that
 * was asked the same writes in the same order.
 */
class EnsembleTwinTest {
    private static final List<String> PATHS = List.of("/a", "/b", "/a/x", "/a/y", "/b/x");
    private static final int CLIENTS = 5;

    private record Key(SessionId session, int xid) {}

    private record ReadReply(Key key, int opCode, Bytes frame) {}

    private final Map<Key, Bytes> requests = new HashMap<>();
    private final Map<Key, Bytes> writeReplies = new HashMap<>();
    private final Map<Long, List<ReadReply>> readReplies = new HashMap<>();
    private final List<Key> refused = new ArrayList<>();
    private final List<Roamer> roamers = new ArrayList<>();
    private long sessions = 0x0100_0000_0000_0000L;

    private final Roamer.Heard heard =
            new Roamer.Heard() {
                @Override
                public void sent(SessionId session, int xid, Bytes frame) {
                    requests.put(new Key(session, xid), frame);
                }

                @Override
                public void answered(
                        SessionId session,
                        int xid,
                        int opCode,
                        ReplyReader.Header header,
                        Bytes frame) {
                    var key = new Key(session, xid);
                    if (!OpCode.isWrite(opCode)) {
                        readReplies
                                .computeIfAbsent(header.zxid(), z -> new ArrayList<>())
                                .add(new ReadReply(key, opCode, frame));
                    } else if (header.err() == KeeperError.SYSTEM_ERROR.code()) {
                        refused.add(key);
                    } else {
                        writeReplies.put(key, frame);
                    }
                }
            };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whoeverTheyAskClientsHearWhatASingleServerWouldSay(long seed) {
        run(seed, 3_000, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 1018, 1025, 1298})
    @Fault("F09")
    void soItIsWhenLeadersAreLost(long seed) {
        run(seed, 3_000, 200, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 1061, 1206})
    @Fault("F31")
    void soItIsWhenTheDiskIsFullAtTimes(long seed) {
        run(seed, 3_000, 500, 40);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 1012})
    void soItIsWithSessionsThatTheirMemberAloneKnows(long seed) {
        run(seed, new SessionRules(true, seed % 2 == 0, false), 3_000, 400, 0);
    }

    private void run(long seed, int steps, int failOverOneIn, int diskOneIn) {
        run(seed, SessionRules.GLOBAL, steps, failOverOneIn, diskOneIn);
    }

    private void run(long seed, SessionRules rules, int steps, int failOverOneIn, int diskOneIn) {
        var random = new Random(seed);
        var flock = new Flock(random, rules);
        for (int i = 0; i < CLIENTS; i++) roamers.add(newcomer(flock, random));
        for (int step = 0; step < steps; step++) {
            if (failOverOneIn > 0 && random.nextInt(failOverOneIn) == 0) flock.failOver();
            if (diskOneIn > 0 && random.nextInt(diskOneIn) == 0) flock.disk(random.nextBoolean());
            act(flock, random);
        }
        flock.disk(false);
        settleAll(flock, random);

        Site.assertAlike(flock);
        assertThat(writeReplies).hasSizeGreaterThan(steps / 20);
        assertThat(readReplies).hasSizeGreaterThan(steps / 50);
        assertThat(refused.isEmpty()).isEqualTo(diskOneIn == 0);
        replay(flock);
    }

    private Roamer newcomer(Flock flock, Random random) {
        return new Roamer(flock, heard, new SessionId(++sessions), site(flock, random));
    }

    private static Flock.Site site(Flock flock, Random random) {
        return flock.sites.get(random.nextInt(flock.sites.size()));
    }

    private void act(Flock flock, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> flock.leader.flush();
            case 1, 2, 3, 4, 5 -> {
                for (int i = random.nextInt(8); i >= 0; i--) flock.arrive();
            }
            case 6 -> {
                if (random.nextInt(4) == 0) site(flock, random).machine.report();
                flock.sites.forEach(Flock.Site::pump);
            }
            default -> request(flock, random);
        }
    }

    private void request(Flock flock, Random random) {
        int which = random.nextInt(CLIENTS);
        Roamer roamer = roamers.get(which);
        if (roamer.now.gone) {
            if (roamer.exists && !roamer.closing) roamer.moveTo(site(flock, random), true);
            else roamers.set(which, newcomer(flock, random));
        } else if (roamer.now.open && !roamer.closing) {
            send(roamer, flock, random);
        }
    }

    private static void send(Roamer roamer, Flock flock, Random random) {
        Bytes path = bytes(PATHS.get(random.nextInt(PATHS.size())));
        Roamer.Connection to = roamer.now;
        switch (random.nextInt(24)) {
            case 0 -> roamer.moveTo(site(flock, random), random.nextBoolean());
            case 1 -> {
                if (random.nextInt(6) > 0) return;
                to.send(OpCode.CLOSE_SESSION, new Request.CloseSession());
                if (random.nextBoolean()) to.hangUp();
            }
            case 2, 3 -> to.send(OpCode.SYNC, new Request.Sync(path));
            case 4, 5, 6, 7, 8, 9 -> to.send(OpCode.GET_DATA, new Request.GetData(path, false));
            case 10, 11, 12 -> to.send(OpCode.DELETE, new Request.Delete(path, -1));
            case 13, 14, 15, 16 -> {
                int flags = random.nextInt(4);
                to.send(OpCode.CREATE2, new Request.Create(path, Bytes.EMPTY, Acl.OPEN, flags));
            }
            default -> {
                Bytes data = bytes("d" + random.nextInt(1_000));
                to.send(OpCode.SET_DATA, new Request.SetData(path, data, random.nextInt(4) - 1));
            }
        }
    }

    /** Everybody waits for what it has asked, and who has lost its connection finds another. */
    private void settleAll(Flock flock, Random random) {
        for (int round = 0; round < 10; round++) {
            flock.settle();
            for (Roamer each : roamers) {
                if (each.now.gone && each.exists && !each.closing) {
                    each.moveTo(flock.leader, true);
                }
            }
        }
        for (Roamer each : roamers) {
            if (each.closing || !each.exists) continue;

            assertThat(each.now.gone).isFalse();
            assertThat(each.now.open).isTrue();
            assertThat(each.now.asked).isEmpty();
        }
    }

    /** The same writes, one after the other, on a single server. */
    private void replay(Flock flock) {
        var house = new House();
        var callers = new HashMap<SessionId, Caller>();
        int answered = 0;
        for (Entries run : flock.leader.log) {
            if (run.first().epoch() > house.lastLogged().epoch() && run.first().epoch() > 1) {
                house.machine.lead(run.first().epoch(), Zxid.of(run.first().epoch(), 1 << 30));
                house.room(House.AMPLE_ROOM_BYTES, false);
            }
            for (var each = new EntriesReader(run); each.hasNext(); ) {
                TxnCodec.Decoded entry = each.next();
                answered += replay(entry, house, callers);
                assertThat(house.lastLogged()).isEqualTo(entry.header().zxid());
                rereadAt(entry.header().zxid(), house, callers);
            }
        }
        assertThat(answered).isEqualTo(writeReplies.size());
        assertThat(house.machine.state().tree().digest())
                .isEqualTo(flock.leader.machine.state().tree().digest());
    }

    /** How many clients had heard the reply that this entry has here. */
    private int replay(TxnCodec.Decoded entry, House house, Map<SessionId, Caller> callers) {
        TxnHeader header = entry.header();
        if (entry.txn() instanceof Txn.SessionCreated) {
            var caller = new Caller(house, header.session(), Requester.from("127.0.0.1"));
            house.machine.write(new Write.OpenSession(caller.conversation, 10_000), house.nowMs);
            house.settle();
            caller.takeDeliveries();
            callers.put(header.session(), caller);
            return 0;
        }
        Caller caller =
                callers.computeIfAbsent(
                        header.session(), session -> ofLocalSession(house, session));
        var key = new Key(header.session(), header.cxid());
        caller.sendRaw(header.opCode(), requests.get(key));
        house.settle();
        Bytes reply = writeReplies.get(key);
        if (reply == null) return 0;

        assertThat(caller.takeReplies()).extracting(Caller.Reply::frame).containsExactly(reply);
        return 1;
    }

    /** A client whose session is in no log. */
    private static Caller ofLocalSession(House house, SessionId session) {
        var caller = new Caller(house, session, Requester.from("127.0.0.1"));
        var entry = new SessionEntry(session, 10_000);
        entry.local = true;
        caller.conversation.attach(entry);
        return caller;
    }

    private void rereadAt(Zxid zxid, House house, Map<SessionId, Caller> callers) {
        for (ReadReply read : readReplies.getOrDefault(zxid.value(), List.of())) {
            Caller caller =
                    callers.computeIfAbsent(
                            read.key().session(), session -> ofLocalSession(house, session));
            caller.takeReplies();
            caller.sendRaw(read.opCode(), requests.get(read.key()));
            assertThat(caller.takeReplies())
                    .extracting(Caller.Reply::frame)
                    .containsExactly(read.frame());
        }
        callers.values().forEach(Caller::takeReplies);
    }

    private static final class Site {
        static void assertAlike(Flock flock) {
            ReplicatedState first = flock.leader.machine.state();
            for (Flock.Site each : flock.sites) {
                ReplicatedState state = each.machine.state();
                assertThat(state.applied()).isEqualTo(first.applied());
                assertThat(state.tree().digest()).isEqualTo(first.tree().digest());
                assertThat(state.tree().recomputeDigest()).isEqualTo(first.tree().digest());
            }
        }
    }
}
