package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sessions of clients that are connected to a member which does not lead. */
class EnsembleSessionsTest {
    private static final int TICKS_TO_EXPIRE = 7; // 10 seconds, and up to two ticks more
    private Flock flock = new Flock(new Random(1));
    private final List<String> told = new ArrayList<>();
    private long sessions;

    private final Roamer.Heard heard =
            new Roamer.Heard() {
                @Override
                public void sent(SessionId session, int xid, Bytes frame) {}

                @Override
                public void answered(
                        SessionId session,
                        int xid,
                        int opCode,
                        ReplyReader.Header header,
                        Bytes frame) {
                    told.add(xid + " " + KeeperError.ofCode(header.err()));
                }
            };

    @Test
    void aSessionLivesWhileItsMemberHearsItAndExpiresAtTheLeadersWord() {
        Roamer ann = client(2);
        create(ann, "/e", 1);
        for (int i = 0; i < 2 * TICKS_TO_EXPIRE; i++) {
            ann.now.send(OpCode.PING, new Request.Ping());
            tick();
        }
        assertThat(ann.now.gone).isFalse();

        for (int i = 0; i < TICKS_TO_EXPIRE; i++) tick();

        assertThat(ann.now.gone).isTrue();
        for (Flock.Site each : flock.sites) {
            assertThat(each.machine.state().tree().find(bytes("/e"))).isNull();
            assertThat(each.machine.state().sessions().count()).isZero();
        }
    }

    @Test
    void aLearnerThatHearsOfNoTickFromItsLeaderExpiresNobody() {
        Roamer ann = client(2);

        for (int i = 0; i < 3 * TICKS_TO_EXPIRE; i++) flock.sites.get(1).machine.tick(0);
        flock.settle();

        assertThat(ann.now.gone).isFalse();
        assertThat(flock.leader.machine.state().sessions().count()).isEqualTo(1);
    }

    @Test
    void aNewLeaderGivesEverySessionItsWholeTimeout() {
        Roamer ann = client(2);
        for (int i = 0; i < TICKS_TO_EXPIRE - 2; i++) tick();

        flock.failOver();
        flock.settle();
        assertThat(ann.now.gone).isTrue();
        for (int i = 0; i < TICKS_TO_EXPIRE - 2; i++) tick();
        ann.moveTo(flock.sites.get(2), false);
        flock.settle();

        assertThat(ann.now.open).isTrue();
    }

    @Test
    void aCloseAndTheEndOfTheConnectionAtOnceEndTheSession() {
        Roamer ann = client(2);
        create(ann, "/e", 1);

        ann.now.send(OpCode.CLOSE_SESSION, new Request.CloseSession());
        ann.now.hangUp(); // overtakes the close inside the member
        flock.settle();
        flock.sites.get(1).machine.report();
        flock.sites.get(1).pump();
        flock.settle();

        assertThat(flock.leader.machine.state().tree().find(bytes("/e"))).isNull();
    }

    @Test
    void aSessionThatGoesOnElsewhereIsTakenFromItsOldConnection() {
        Roamer ann = client(2);
        Roamer.Connection old = ann.now;

        ann.moveTo(flock.sites.get(2), false);
        old.send(OpCode.CREATE, new Request.Create(bytes("/late"), Bytes.EMPTY, Acl.OPEN, 0));
        flock.settle();

        assertThat(old.gone).isTrue();
        create(ann, "/a", 0);
        Flock.Site any = flock.sites.getFirst();
        assertThat(any.machine.state().tree().find(bytes("/a"))).isNotNull();
    }

    @Test
    void aLearnerThatIsLostTakesNoSessionAlong() {
        Roamer ann = client(2);
        flock.leader.machine.peerLost(flock.sites.get(1).id);
        ann.moveTo(flock.sites.get(2), false);
        flock.settle();

        create(ann, "/a", 0);
        assertThat(told).containsExactly("1 OK");
    }

    @Test
    void aLeaderThatIsAboutToGoNumbersNothing() {
        Roamer ann = client(2);
        flock.leader.machine.stopJudging();
        create(ann, "/a", 0);
        assertThat(told).isEmpty();
        for (int i = 0; i < 2 * TICKS_TO_EXPIRE; i++) tick();
        assertThat(flock.leader.machine.hasProposal()).isFalse();

        flock.failOver();
        flock.settle();

        assertThat(ann.now.gone).isTrue();
        assertThat(flock.leader.machine.state().tree().find(bytes("/a"))).isNull();
    }

    @Test
    void aSyncIsAnsweredOnceTheLeaderKnowsThatItLeads() {
        Roamer ann = client(1);
        var questions = new ArrayList<Long>();
        StateMachine machine = flock.leader.machine;

        machine.read(sync(ann));
        for (long each = machine.takeQuestion(); each != 0; each = machine.takeQuestion()) {
            questions.add(each);
        }
        assertThat(questions).hasSize(1);
        assertThat(machine.hasOutcomes()).isFalse();

        machine.confirmed(questions.getFirst());
        assertThat(machine.takeOutcomes().list()).hasSize(1);
    }

    @Test
    void aSyncNeedsNoQuestionBehindWhichSomethingWasCommitted() {
        Roamer ann = client(1);
        Roamer bob = client(2);
        StateMachine machine = flock.leader.machine;
        machine.read(sync(ann));
        while (machine.takeQuestion() != 0) {} // and nobody will answer

        create(bob, "/b", 0);

        assertThat(told).containsExactlyInAnyOrder("1 OK", "1 OK");
    }

    @Test
    @Fault("F14")
    void theEpochAfterAnEpochKeepsItsClients() {
        Roamer ann = client(2);
        Roamer bob = client(1);
        flock.leader.machine.lead(7, io.tapio.model.Zxid.of(7, 1_000));
        for (Flock.Site each : flock.sites) {
            if (each != flock.leader) each.machine.follow(flock.leader.id);
        }
        flock.leader.pump();

        create(ann, "/a", 0);
        create(bob, "/b", 0);

        assertThat(told).containsExactly("1 OK", "1 OK");
        assertThat(flock.leader.machine.state().applied().epoch()).isEqualTo(7);
    }

    @Test
    void aLocalSessionIsInNoLogUntilItWantsAnEphemeral() {
        flock = new Flock(new Random(1), new SessionRules(true, true, false));
        for (int site = 1; site <= 2; site++) {
            Roamer ann = client(site);
            assertThat(ann.now.open).isTrue();
            create(ann, "/p" + site, 0);
            assertThat(flock.leader.machine.state().sessions().find(ann.session)).isNull();
            assertThat(flock.sites.get(site - 1).machine.localSessions().count()).isEqualTo(1);

            create(ann, "/e" + site, 1);

            assertThat(flock.sites.get(2).machine.state().sessions().find(ann.session)).isNotNull();
            assertThat(flock.sites.get(site - 1).machine.localSessions().count()).isZero();
            ann.moveTo(flock.sites.get(2), true);
            flock.settle();
            assertThat(ann.now.open).isTrue();
        }
        assertThat(told).containsExactly("1 OK", "2 OK", "1 OK", "2 OK");
    }

    @Test
    void aLocalSessionThatMayNotBecomeMoreGetsNoEphemeral() {
        flock = new Flock(new Random(1), new SessionRules(true, false, false));
        Roamer ann = client(2);

        create(ann, "/e", 1);
        create(ann, "/p", 0);

        assertThat(told).containsExactly("1 EPHEMERAL_ON_LOCAL_SESSION", "2 OK");
    }

    @Test
    void aLocalSessionEndsWithItsMemberOrWhenItIsSilent() {
        flock = new Flock(new Random(1), new SessionRules(true, false, false));
        Roamer ann = client(2);
        ann.moveTo(flock.sites.get(2), true);
        flock.settle();
        assertThat(ann.now.open).isFalse();
        assertThat(ann.now.gone).isTrue();

        Roamer bob = client(2);
        for (int i = 0; i < TICKS_TO_EXPIRE; i++) tick();
        assertThat(bob.now.gone).isTrue();
        assertThat(flock.sites.get(1).machine.localSessions().count()).isZero();
    }

    @Test
    void withoutALeaderThoseMayReadWhoAskForNoMore() {
        flock = new Flock(new Random(1), new SessionRules(false, false, true));
        create(client(2), "/a", 0);
        told.clear();
        Flock.Site site = flock.sites.get(1);
        site.machine.stand(site.lastLogged());
        site.machine.serveReadOnly();

        Roamer ann = new Roamer(flock, heard, new SessionId(++sessions), site, true);
        assertThat(ann.now.readOnly).isTrue();
        ann.now.send(OpCode.GET_DATA, new Request.GetData(bytes("/a"), false));
        create(ann, "/b", 0);
        ann.now.send(OpCode.SYNC, new Request.Sync(bytes("/")));
        ann.now.send(OpCode.EXISTS, new Request.Exists(bytes("/b"), false));
        flock.settle();
        assertThat(told).containsExactly("1 OK", "2 NOT_READ_ONLY", "3 NOT_READ_ONLY", "4 NO_NODE");
        assertThat(client(2).now.gone).isTrue();

        site.machine.follow(flock.leader.id);
        site.pump();

        assertThat(ann.now.gone).isTrue();
        assertThat(site.machine.localSessions().count()).isZero();
    }

    @Test
    void aGuestMayGoInGoodOrder() {
        flock = new Flock(new Random(1), new SessionRules(false, false, true));
        Flock.Site site = flock.sites.get(1);
        site.machine.stand(site.lastLogged());
        site.machine.serveReadOnly();
        Roamer ann = new Roamer(flock, heard, new SessionId(++sessions), site, true);

        ann.now.send(OpCode.CLOSE_SESSION, new Request.CloseSession());
        flock.settle();

        assertThat(told).containsExactly("1 OK");
        assertThat(ann.now.gone).isTrue();
        assertThat(site.machine.localSessions().count()).isZero();
    }

    private static ReadBatch sync(Roamer asker) {
        var holder = new ReadBatch[1];
        asker.now.sendTo(OpCode.SYNC, new Request.Sync(bytes("/")), batch -> holder[0] = batch);
        return holder[0];
    }

    private Roamer client(int site) {
        var client = new Roamer(flock, heard, new SessionId(++sessions), flock.sites.get(site - 1));
        flock.settle();
        return client;
    }

    private void create(Roamer client, String path, int flags) {
        client.now.send(
                OpCode.CREATE, new Request.Create(bytes(path), Bytes.EMPTY, Acl.OPEN, flags));
        flock.settle();
    }

    /** One tick of session time at every member, and the reports in its middle. */
    private void tick() {
        for (Flock.Site each : flock.sites) {
            each.machine.tick(Flock.NOW_MS);
            each.machine.report();
            each.pump();
        }
        flock.settle();
    }
}
