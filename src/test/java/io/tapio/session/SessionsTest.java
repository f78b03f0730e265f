package io.tapio.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.AuthSettings;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.replica.Replica;
import io.tapio.wire.ConnectRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and when. */
class SessionsTest {
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
    private static final SessionId OLD = new SessionId(0x0100_0000_0000_0007L);
    private static final SessionId NONE_YET = new SessionId(0x0100_0000_0000_0000L);
    private static final String AWAY = "closed: this server does not serve yet";

    private final TestProbe<Replica.Command> replica = KIT.createTestProbe();
    private final AtomicLong nowMs = new AtomicLong();
    private ActorRef<Sessions.Command> sessions;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void aDoor() {
        var house =
                new Session.House(
                        replica.ref(),
                        KIT.system().ignoreRef(),
                        new AuthSchemes(AuthSettings.DEFAULT),
                        new AclCheck(false),
                        4_000,
                        40_000,
                        64 << 20,
                        new SessionFigures(),
                        nowMs::get);
        sessions = KIT.spawn(Sessions.create(house, new ServerId(1), 0));
    }

    private TestProbe<String> comes(SessionId session, boolean readOnly) {
        TestProbe<String> told = KIT.createTestProbe();
        var out = new JuteWriter(64);
        new ConnectRequest(0, 0, 10_000, session, Bytes.EMPTY, readOnly, true).write(out);
        sessions.tell(new Sessions.Connect(new FakeLink(told.ref()), out.toBytes()));
        return told;
    }

    /** Once one who speaks another language is gone, those before it have been seen, too. */
    private void settle() {
        TestProbe<String> told = KIT.createTestProbe();
        sessions.tell(new Sessions.Connect(new FakeLink(told.ref()), Bytes.EMPTY));
        assertThat(told.receiveMessage()).startsWith("closed: the first frame is no handshake");
    }

    private void pass(long ms) {
        settle();
        nowMs.addAndGet(ms);
        TIME.timePasses(Duration.ofMillis(ms));
    }

    private void serve() {
        sessions.tell(new Sessions.Serve(NONE_YET));
    }

    @Test
    void whoComesDuringAnElectionIsServedAfterIt() {
        var client = comes(SessionId.NONE, false);
        pass(WaitingRoom.PATIENCE_MS - 100);
        replica.expectNoMessage();

        serve();

        replica.expectMessageClass(Replica.Open.class);
        pass(WaitingRoom.PATIENCE_MS);
        client.expectNoMessage();
    }

    @Test
    void whoseSessionIsAtStakeIsServedFirst() {
        comes(SessionId.NONE, false);
        comes(OLD, false);

        serve();

        assertThat(replica.expectMessageClass(Replica.Attach.class).conversation().session())
                .isEqualTo(OLD);
        replica.expectMessageClass(Replica.Open.class);
    }

    @Test
    void whoHasWaitedInVainTriesAnotherServer() {
        var first = comes(OLD, false);
        pass(WaitingRoom.PATIENCE_MS / 2);
        var second = comes(OLD, false);
        first.expectNoMessage(Duration.ZERO);

        pass(WaitingRoom.PATIENCE_MS / 2);
        first.expectMessage(AWAY);
        second.expectNoMessage(Duration.ZERO);

        pass(WaitingRoom.PATIENCE_MS / 2);
        second.expectMessage(AWAY);
    }

    @Test
    void anElectionIsWaitedForEachTime() {
        serve();
        sessions.tell(new Sessions.Await());
        comes(OLD, false);
        replica.expectNoMessage();

        serve();

        replica.expectMessageClass(Replica.Attach.class);
    }

    @Test
    void whereNobodyIsServedNobodyWaits() {
        var waiting = comes(OLD, false);

        sessions.tell(new Sessions.Refuse());

        waiting.expectMessage(AWAY);
        comes(OLD, false).expectMessage(AWAY);
    }

    @Test
    void withoutALeaderReadersAloneAreLetIn() {
        var writer = comes(SessionId.NONE, false);
        comes(SessionId.NONE, true);

        sessions.tell(new Sessions.ServeReadOnly(NONE_YET));

        replica.expectMessageClass(Replica.Open.class);
        replica.expectNoMessage();
        writer.expectMessage("closed: this server has no leader");
    }

    @Test
    void aWaitingRoomHasABound() {
        var room = new WaitingRoom();
        var link = new FakeLink(KIT.system().ignoreRef());
        var handshake = new ConnectRequest(0, 0, 10_000, SessionId.NONE, Bytes.EMPTY, false, true);
        for (int i = 0; i < WaitingRoom.PLACES; i++) {
            assertThat(room.admit(link, handshake, 0)).isTrue();
        }

        assertThat(room.admit(link, handshake, 0)).isFalse();
        assertThat(room.tired(WaitingRoom.PATIENCE_MS)).hasSize(WaitingRoom.PLACES);
        assertThat(room.admit(link, handshake, 0)).isTrue();
    }
}
