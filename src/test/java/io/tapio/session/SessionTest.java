package io.tapio.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.AuthSettings;
import io.tapio.ensemble.Member;
import io.tapio.faults.Fault;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.Perm;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.replica.SnapshotTaker;
import io.tapio.session.FakeLink.FrameWriter;
import io.tapio.state.Access;
import io.tapio.state.Outcomes;
import io.tapio.state.Proposal;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionPassword;
import io.tapio.state.SessionRules;
import io.tapio.state.StateSettings;
import io.tapio.state.Write;
import io.tapio.tree.OwnerRules;
import io.tapio.watch.WatchManager;
import io.tapio.wire.ConnectRequest;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sessions, replica and watch manager as they are, on one thread as in the house; only the log is
 * played, by a member to which every proposal is durable at once.
 */
class SessionTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(
                    ConfigFactory.parseString(
                                    """
                                    pekko.actor.default-dispatcher {
                                      executor = thread-pool-executor
                                      thread-pool-executor.fixed-pool-size = 1
                                    }
                                    """)
                            .withFallback(ManualTime.config()));
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final int TICK_MS = 2_000;
    private static final int TIMEOUT_MS = 10_000;
    private static final Duration QUIET = Duration.ofMillis(30);
    private static final Access ACCESS =
            new Access(new AclCheck(false), new AuthSchemes(AuthSettings.DEFAULT));

    private Session.House house;
    private ActorRef<Replica.Command> replica;
    private ActorRef<WatchManager.Command> watches;
    private long sessions = 0x0100_0000_0000_0000L;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void aHouse() {
        watches = KIT.spawn(WatchManager.create());
        var neighbours = new Neighbours();
        replica =
                KIT.spawn(
                        Replica.create(
                                ACCESS,
                                new SessionRules(false, false, true),
                                neighbours,
                                () -> Instant.EPOCH,
                                Duration.ofMillis(TICK_MS),
                                new SnapshotTaker(1_000_000, 0, new Random(1))));
        neighbours.member =
                KIT.spawn(
                        Behaviors.receiveMessage(
                                command -> {
                                    if (command instanceof Member.Submit submit) {
                                        replica.tell(new Replica.Prepare(submit.write()));
                                    } else if (command instanceof Member.Propose propose) {
                                        Zxid last = propose.proposal().entries().last();
                                        replica.tell(new Replica.Commit(last));
                                    }
                                    return Behaviors.same();
                                }));
        replica.tell(new Replica.Adopt(ReplicatedState.fresh(settings())));
        replica.tell(new Replica.Lead(1, Zxid.of(1, 1_000_000)));
        replica.tell(new Replica.LogRoom(Zxid.NONE, 1L << 40, false));
        house =
                new Session.House(
                        replica,
                        neighbours.member,
                        ACCESS.schemes(),
                        ACCESS.acls(),
                        4_000,
                        40_000,
                        64 << 20,
                        new SessionFigures(),
                        () -> 0L);
    }

    private final class Neighbours implements Replica.Neighbours {
        private ActorRef<Member.Command> member;

        @Override
        public void outcomes(Outcomes outcomes) {
            watches.tell(new WatchManager.Pass(outcomes));
        }

        @Override
        public void propose(Proposal proposal) {
            member.tell(new Member.Propose(proposal));
        }

        @Override
        public void submit(Write write) {
            member.tell(new Member.Submit(write));
        }

        @Override
        public void errand(ServerId to, Bytes errand) {}

        @Override
        public void confirm(long token) {}

        @Override
        public void snapshot(SnapshotFeed feed) {}
    }

    /** A connected client. */
    private final class Client {
        final SessionId session = new SessionId(++sessions);
        final TestProbe<String> told = KIT.createTestProbe();
        FakeLink link;
        ActorRef<Session.Command> actor;

        Client connect() {
            var handshake =
                    new ConnectRequest(0, 0, TIMEOUT_MS, SessionId.NONE, Bytes.EMPTY, false, true);
            link = new FakeLink(told.ref());
            actor = KIT.spawn(Session.create(house, link, handshake, session));
            told.expectMessage("accepted");
            told.expectMessage("established 10000");
            return this;
        }

        Client comeToRead(boolean readsOnly) {
            var handshake =
                    new ConnectRequest(
                            0, 0, TIMEOUT_MS, SessionId.NONE, Bytes.EMPTY, readsOnly, true);
            link = new FakeLink(told.ref());
            actor = KIT.spawn(Session.create(house, link, handshake, session));
            return this;
        }

        Client come(SessionId old, Bytes password, long lastZxidSeen) {
            var handshake =
                    new ConnectRequest(0, lastZxidSeen, TIMEOUT_MS, old, password, false, true);
            link = new FakeLink(told.ref());
            actor = KIT.spawn(Session.create(house, link, handshake, old));
            return this;
        }

        void send(int xid, int opCode, Request request) {
            link.receive(new FrameWriter().request(xid, opCode, request));
        }
    }

    @Test
    @Fault("F75")
    void aSessionThatFailsCostsItsOwnConnectionAndNoOther() {
        var victim = new Client().connect();
        var other = new Client().connect();
        victim.link.breakDown();

        victim.link.receive(
                new FrameWriter()
                        .request(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/a"), false)));

        victim.told.expectMessage("closed: its session failed");
        other.link.receive(
                new FrameWriter()
                        .request(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/a"), false)));
        other.told.expectMessage("1 NO_NODE");
    }

    @Test
    void repliesComeInTheOrderOfTheRequests() {
        var ann = new Client().connect();
        ann.link.receive(
                new FrameWriter()
                        .request(1, OpCode.CREATE, create("/a", Acl.OPEN))
                        .request(2, OpCode.GET_DATA, get("/a", false))
                        .request(-2, OpCode.PING, new Request.Ping())
                        .request(3, OpCode.DELETE, new Request.Delete(Bytes.utf8("/a"), -1))
                        .request(4, OpCode.GET_DATA, get("/a", false))
                        .request(5, OpCode.SYNC, new Request.Sync(Bytes.utf8("/"))));

        expect(ann, "1 OK", "2 OK", "-2 OK", "3 OK", "4 NO_NODE", "5 OK");
    }

    @Test
    void anEventComesBeforeTheReplyThatShowsTheChange() {
        var ann = new Client().connect();
        var bob = new Client().connect();
        ann.send(1, OpCode.CREATE, create("/a", Acl.OPEN));
        expect(ann, "1 OK");
        bob.send(1, OpCode.GET_DATA, get("/a", true));
        expect(bob, "1 OK");

        ann.link.receive(
                new FrameWriter()
                        .request(2, OpCode.GET_DATA, get("/a", true))
                        .request(3, OpCode.SET_DATA, set("/a")));
        expect(ann, "2 OK", "NODE_DATA_CHANGED /a", "3 OK");
        bob.send(2, OpCode.GET_DATA, get("/a", false));
        expect(bob, "NODE_DATA_CHANGED /a", "2 OK");

        ann.send(4, OpCode.SET_DATA, set("/a"));
        expect(ann, "4 OK");
        quiet(bob);
    }

    @Test
    @Fault("F117")
    void anEventIsNotToldToWhoMayNotRead() {
        var ann = new Client().connect();
        var bob = new Client().connect();
        var mine = Acl.of(new AclEntry(Perm.ALL, "auth", ""));
        ann.send(-4, OpCode.AUTH, auth("ann:secret"));
        expect(ann, "-4 OK");
        for (var client : new Client[] {ann, bob}) {
            client.send(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/s"), true));
            expect(client, "1 NO_NODE");
        }

        ann.send(2, OpCode.CREATE, create("/s", mine));

        expect(ann, "NODE_CREATED /s", "2 OK");
        quiet(bob);
    }

    @Test
    void aRequestHasTheIdentitiesThatItsConnectionHadWhenItCame() {
        var ann = new Client().connect();
        var mine = Acl.of(new AclEntry(Perm.ALL, "auth", ""));
        ann.link.receive(
                new FrameWriter()
                        .request(1, OpCode.CREATE, create("/early", mine))
                        .request(-4, OpCode.AUTH, auth("ann:secret"))
                        .request(2, OpCode.CREATE, create("/late", mine)));

        expect(ann, "-4 OK", "1 INVALID_ACL", "2 OK"); // the login is answered ahead of the queue
    }

    @Test
    void aFailedLoginIsAnsweredAndNothingBehindItIsCarriedOut() {
        var ann = new Client().connect();
        var bob = new Client().connect();
        ann.link.receive(
                new FrameWriter()
                        .request(-4, OpCode.AUTH, new Request.Auth(0, "nonesuch", Bytes.utf8("x")))
                        .request(1, OpCode.CREATE, create("/late", Acl.OPEN)));

        expect(ann, "-4 AUTH_FAILED", "closed after flush");
        quiet(ann);
        bob.send(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/late"), false));
        expect(bob, "1 NO_NODE");
    }

    @Test
    void oneConnectionIsNotEverybody() {
        var ann = new Client().connect();
        for (int i = 1; i < 256; i++) { // its address is one more
            ann.send(-4, OpCode.AUTH, auth("ann" + i + ":secret"));
            expect(ann, "-4 OK");
        }
        ann.send(-4, OpCode.AUTH, auth("ann255:secret"));
        expect(ann, "-4 OK");

        ann.send(-4, OpCode.AUTH, auth("ann256:secret"));

        expect(ann, "-4 AUTH_FAILED", "closed after flush");
    }

    @Test
    @Fault("F98")
    void anUnknownOpcodeIsAnsweredAndEndsTheConnection() {
        var ann = new Client().connect();
        ann.link.receive(new FrameWriter().bytes(new byte[] {0, 0, 0, 7, 0, 0, 0, 99}));

        expect(ann, "7 UNIMPLEMENTED", "closed after flush");
    }

    @Test
    @Fault("F98")
    void aSecondHandshakeIsAnUnknownOpcode() {
        var ann = new Client().connect();
        ann.link.receive(new FrameWriter().bytes(new byte[45]));

        expect(ann, "0 UNIMPLEMENTED", "closed after flush");
    }

    @Test
    void aFrameTooShortEndsTheConnection() {
        var ann = new Client().connect();
        ann.link.receive(new FrameWriter().bytes((byte) 1, (byte) 2));

        expect(ann, "closed after flush");
    }

    @Test
    void aClosedSessionIsAnsweredAndThenTheConnectionEnds() {
        var ann = new Client().connect();
        var gone = KIT.createTestProbe();
        ann.send(1, OpCode.CLOSE_SESSION, new Request.CloseSession());

        expect(ann, "1 OK", "closed after flush");
        ann.link.goDown();
        gone.expectTerminated(ann.actor);
    }

    @Test
    void aCloseAndTheEndOfTheConnectionAtOnceEndTheSession() {
        var ann = new Client().connect();
        ann.send(1, OpCode.CREATE, new Request.Create(Bytes.utf8("/e"), Bytes.EMPTY, Acl.OPEN, 1));
        expect(ann, "1 OK");
        var bob = new Client().connect();
        bob.send(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/e"), true));
        expect(bob, "1 OK");

        ann.send(2, OpCode.CLOSE_SESSION, new Request.CloseSession());
        ann.link.goDown();

        expect(bob, "NODE_DELETED /e");
    }

    @Test
    void anExpiredSessionIsDroppedWithoutAWord() {
        var ann = new Client().connect();
        passTicks(5);
        ann.send(-2, OpCode.PING, new Request.Ping());
        expect(ann, "-2 OK");
        passTicks(5);
        quiet(ann);

        passTicks(2);

        expect(ann, "closed: session expired");
    }

    @Test
    void aWrongPasswordLeavesTheLiveConnectionAlone() {
        var ann = new Client().connect();
        var thief = new Client().come(ann.session, Bytes.wrap(new byte[16]), 0);
        expect(thief, "refused", "closed after flush");
        quiet(ann);

        ann.send(1, OpCode.CREATE, create("/still", Acl.OPEN));
        expect(ann, "1 OK");
    }

    @Test
    void aSessionMovesToItsNewConnection() {
        var ann = new Client().connect();
        var moved = new Client().come(ann.session, SessionPassword.of(ann.session), 0);
        expect(moved, "accepted", "established 10000");
        expect(ann, "closed: session moved to another connection");
        ann.link.goDown();

        moved.send(1, OpCode.CREATE, create("/moved", Acl.OPEN));
        expect(moved, "1 OK");
    }

    @Test
    void whoeverLosesItsLeaderLosesItsClients() {
        var ann = new Client().connect();

        replica.tell(new Replica.Stand(Zxid.of(1, 1)));

        expect(ann, "closed: this server has no leader");
        var late = new Client().comeToRead(true);
        var gone = KIT.createTestProbe();
        expect(late, "closed: this server has no leader");
        gone.expectTerminated(late.actor); // its link says nothing of its end any more
    }

    @Test
    void withoutALeaderThoseMayReadWhoAskForNoMore() {
        replica.tell(new Replica.Stand(Zxid.NONE));
        passTicks(1);

        var ann = new Client().comeToRead(true);
        expect(ann, "accepted to read", "established 10000");
        ann.send(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/"), false));
        ann.send(2, OpCode.CREATE, create("/a", Acl.OPEN));
        ann.send(3, OpCode.SYNC, new Request.Sync(Bytes.utf8("/")));
        expect(ann, "1 OK", "2 NOT_READ_ONLY", "3 NOT_READ_ONLY");
        expect(new Client().comeToRead(false), "closed: this server has no leader");

        replica.tell(new Replica.Lead(2, Zxid.of(2, 1_000_000)));
        expect(ann, "closed: this server has no leader");
    }

    @Test
    @Fault("F100")
    void aClientThatHasSeenMoreIsSentAway() {
        var ann = new Client().connect();
        var password = SessionPassword.of(ann.session);
        var ahead = new Client().come(ann.session, password, Long.MAX_VALUE);
        expect(ahead, "closed: has seen a later state than this server");

        var fresh = new Client().come(SessionId.NONE, Bytes.EMPTY, Long.MAX_VALUE);
        expect(fresh, "closed: has seen a later state than this server");
    }

    @Test
    void theWatchesOfAConnectionGoWithIt() {
        var ann = new Client().connect();
        var bob = new Client().connect();
        ann.send(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/a"), true));
        bob.send(1, OpCode.EXISTS, new Request.Exists(Bytes.utf8("/a"), true));
        expect(ann, "1 NO_NODE");
        expect(bob, "1 NO_NODE");
        assertThat(watchCount()).isEqualTo(2);

        ann.link.goDown();
        bob.send(2, OpCode.CREATE, create("/other", Acl.OPEN));
        expect(bob, "2 OK");

        assertThat(watchCount()).isEqualTo(1);
    }

    @Test
    void watchesAreCheckedAndRemovedByKind() {
        var ann = new Client().connect();
        ann.link.receive(
                new FrameWriter()
                        .request(
                                1,
                                OpCode.GET_CHILDREN,
                                new Request.GetChildren(Bytes.utf8("/"), true))
                        .request(
                                2,
                                OpCode.CHECK_WATCHES,
                                new Request.CheckWatches(Bytes.utf8("/"), 2))
                        .request(
                                3,
                                OpCode.CHECK_WATCHES,
                                new Request.CheckWatches(Bytes.utf8("/"), 1))
                        .request(
                                4,
                                OpCode.REMOVE_WATCHES,
                                new Request.RemoveWatches(Bytes.utf8("/"), 3))
                        .request(
                                5,
                                OpCode.REMOVE_WATCHES,
                                new Request.RemoveWatches(Bytes.utf8("/"), 3))
                        .request(6, OpCode.ADD_WATCH, new Request.AddWatch(Bytes.utf8("/"), 1))
                        .request(7, OpCode.CREATE, create("/a", Acl.OPEN)));

        expect(
                ann,
                "1 OK",
                "2 NO_WATCHER",
                "3 OK",
                "4 OK",
                "5 NO_WATCHER",
                "6 OK",
                "NODE_CREATED /a",
                "7 OK");
    }

    private int watchCount() {
        var count = KIT.<Integer>createTestProbe();
        watches.tell(new WatchManager.Inspect(table -> count.ref().tell(table.watchCount())));
        return count.receiveMessage();
    }

    /** Ticks pass one by one; between them everybody does what there is to do. */
    private void passTicks(int ticks) {
        for (int i = 0; i < ticks; i++) {
            TIME.timePasses(Duration.ofMillis(TICK_MS));
            var looked = KIT.<String>createTestProbe();
            replica.tell(new Replica.Inspect(machine -> looked.ref().tell("looked")));
            looked.expectMessage("looked");
        }
    }

    private static void expect(Client client, String... lines) {
        for (String line : lines) {
            client.told.expectMessage(line);
        }
    }

    private static void quiet(Client client) {
        TIME.expectNoMessageFor(QUIET, client.told);
    }

    private static Request.Create create(String path, Acl acl) {
        return new Request.Create(Bytes.utf8(path), Bytes.EMPTY, acl, 0);
    }

    private static Request.GetData get(String path, boolean watch) {
        return new Request.GetData(Bytes.utf8(path), watch);
    }

    private static Request.SetData set(String path) {
        return new Request.SetData(Bytes.utf8(path), Bytes.utf8("x"), -1);
    }

    private static Request.Auth auth(String credential) {
        return new Request.Auth(0, "digest", Bytes.utf8(credential));
    }

    private static StateSettings settings() {
        return new StateSettings(
                TICK_MS, 4_000, 40_000, OwnerRules.DEFAULT, false, 1 << 20, 1 << 30, 60_000, 10, 0);
    }
}
