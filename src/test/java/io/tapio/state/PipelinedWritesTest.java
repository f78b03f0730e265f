package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static io.tapio.state.Caller.checkOp;
import static io.tapio.state.Caller.createOp;
import static io.tapio.state.Caller.deleteOp;
import static io.tapio.state.Caller.setOp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteReader;
import io.tapio.model.KeeperError;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes are judged against the tree as it will be once all in flight has been applied. */
class PipelinedWritesTest {
    private final House house = new House();
    private final Caller caller = house.client();

    @Test
    void aChildIsCreatedBelowAParentInFlight() {
        caller.create("/a", 0);
        caller.create("/a/b", 0);
        caller.create("/a/b/c", 0);
        house.settle();

        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0", "3:0");
    }

    @Test
    void whatIsDeletedInFlightIsGone() {
        caller.create("/a", 0);
        caller.delete("/a");
        caller.set("/a", "x", -1);
        caller.create("/a", 0);
        caller.set("/a", "x", 0);
        house.settle();

        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0", "3:-101", "4:0", "5:0");
    }

    @Test
    void aParentWithAChildInFlightIsNotEmptyUntilTheChildGoes() {
        caller.create("/a", 0);
        caller.create("/a/b", 0);
        caller.delete("/a");
        caller.delete("/a/b");
        caller.delete("/a");
        house.settle();

        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0", "3:-111", "4:0", "5:0");
    }

    @Test
    void versionsCountThoseInFlight() {
        caller.create("/a", 0);
        caller.set("/a", "x", 0);
        caller.set("/a", "y", 0);
        caller.set("/a", "z", 1);
        caller.send(OpCode.DELETE, new Request.Delete(bytes("/a"), 2));
        house.settle();

        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0", "3:-103", "4:0", "5:0");
    }

    @Test
    void sequenceNumbersCountEveryCreateInFlight() {
        caller.create("/q", 0);
        caller.create("/q/plain", 0);
        caller.create("/q/n-", 2);
        caller.delete("/q/n-0000000001");
        caller.create("/q/n-", 3);
        caller.create("/q/", 2);
        house.settle();

        assertThat(createdPaths())
                .containsExactly(
                        "/q", "/q/plain", "/q/n-0000000001", "/q/n-0000000002", "/q/0000000003");
    }

    @Test
    void sequenceNumbersGoOnAfterTheParentsEntriesAreApplied() {
        caller.create("/q", 0);
        caller.create("/q/n-", 2);
        house.propose();
        caller.create("/q/n-", 2);
        house.propose();
        house.commitNext();
        caller.create("/q/n-", 2);
        house.settle();
        caller.create("/q/n-", 2);
        house.settle();

        assertThat(createdPaths())
                .containsExactly(
                        "/q",
                        "/q/n-0000000000",
                        "/q/n-0000000001",
                        "/q/n-0000000002",
                        "/q/n-0000000003");
    }

    @Test
    void aFailedMultiLeavesNothingInFlight() {
        caller.create("/a", 0);
        caller.create("/gone", 0);
        caller.multi(
                createOp("/a/n-", 2),
                createOp("/a/e", 1),
                setOp("/a", "x"),
                deleteOp("/gone"),
                checkOp("/a", 7),
                deleteOp("/none"));
        caller.create("/a/n-", 2);
        caller.set("/a", "y", 0);
        caller.create("/a/e", 0);
        caller.set("/gone", "z", 0);
        house.settle();

        var replies = caller.takeReplies();
        assertThat(multiErrors(replies.get(2).body())).containsExactly(0, 0, 0, 0, -103, -2);
        assertThat(path(replies.get(3))).isEqualTo("/a/n-0000000000");
        assertThat(replies).allMatch(reply -> reply.header().err() == 0);
        assertThat(house.machine.state().tree().owners().ephemeralCount()).isZero();
    }

    @Test
    void stepsOfAMultiSeeTheStepsBefore() {
        caller.multi(
                createOp("/m", 0),
                createOp("/m/n-", 2),
                createOp("/m/n-", 2),
                setOp("/m", "x"),
                checkOp("/m", 1),
                deleteOp("/m/n-0000000000"));
        house.settle();

        var in = caller.takeReplies().getFirst().body();
        assertThat(ReplyReader.resultHeader(in).err()).isZero();
        assertThat(in.ustring()).isEqualTo("/m");
        ReplyReader.resultHeader(in);
        assertThat(in.ustring()).isEqualTo("/m/n-0000000000");
        ReplyReader.resultHeader(in);
        assertThat(in.ustring()).isEqualTo("/m/n-0000000001");
        assertThat(ReplyReader.resultHeader(in).type()).isEqualTo(OpCode.SET_DATA);
        var stat = ReplyReader.stat(in);
        assertThat(stat.version()).isEqualTo(1);
        assertThat(stat.numChildren()).isEqualTo(2);
        assertThat(ReplyReader.resultHeader(in).type()).isEqualTo(OpCode.CHECK);
        assertThat(ReplyReader.resultHeader(in).type()).isEqualTo(OpCode.DELETE);
        assertThat(ReplyReader.resultHeader(in).done()).isTrue();
    }

    @Test
    void anEmptyMultiTakesAZxid() {
        var before = house.machine.state().applied();
        caller.multi();
        house.settle();

        var reply = caller.takeReplies().getFirst();
        assertThat(reply.header().zxid()).isEqualTo(before.next().value());
        assertThat(ReplyReader.resultHeader(reply.body()).done()).isTrue();
    }

    @Test
    void aClosedSessionTakesItsEphemeralsInFlightAlong() {
        var other = house.client();
        caller.create("/e1", 1);
        house.settle();
        caller.create("/e2", 1);
        caller.create("/e3", 1);
        caller.delete("/e3");
        caller.multi(createOp("/e4", 1), checkOp("/none", 0));
        caller.create("/p", 0);
        caller.close();
        other.create("/e1", 0);
        other.delete("/e2");
        house.settle();

        assertThat(other.takeCodes()).containsExactly("1:0", "2:-101");
        var tree = house.machine.state().tree();
        assertThat(tree.find(bytes("/e1"))).isNotNull();
        assertThat(tree.find(bytes("/e2"))).isNull();
        assertThat(tree.find(bytes("/p"))).isNotNull();
        assertThat(tree.owners().ephemeralCount()).isZero();
    }

    @Test
    void anEphemeralReCreatedInFlightGoesWithItsSession() {
        caller.create("/e", 1);
        house.propose();
        caller.delete("/e");
        house.propose();
        caller.create("/e", 1);
        house.propose();
        house.commitNext();
        house.commitNext();
        caller.close();
        house.settle();

        assertThat(house.machine.state().tree().find(bytes("/e"))).isNull();
    }

    @Test
    void anEphemeralTakenOverInFlightGoesWithItsNewSession() {
        var other = house.client();
        caller.create("/e", 1);
        caller.delete("/e");
        other.create("/e", 1);
        caller.close();
        house.settle();
        assertThat(house.machine.state().tree().find(bytes("/e"))).isNotNull();

        other.close();
        house.settle();
        assertThat(house.machine.state().tree().find(bytes("/e"))).isNull();
    }

    @Test
    void aWriteBehindTheCloseOfItsSessionChangesNothing() {
        caller.create("/e", 1);
        caller.close();
        caller.create("/late", 1);
        house.settle();

        var tree = house.machine.state().tree();
        assertThat(tree.find(bytes("/late"))).isNull();
        assertThat(tree.find(bytes("/e"))).isNull();
        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0");
    }

    @Test
    void writesOfAnExpiringSessionAreRefused() {
        caller.create("/e", 1);
        house.settle();
        caller.takeReplies();
        house.machine.state().sessions().find(caller.session()).closing = true;

        assertThat(caller.errorOf(OpCode.CREATE, create("/x")))
                .isEqualTo(KeeperError.SESSION_EXPIRED);
    }

    private static Request.Create create(String path) {
        return (Request.Create) createOp(path, 0).step();
    }

    private List<String> createdPaths() {
        var paths = new ArrayList<String>();
        for (var reply : caller.takeReplies()) {
            if (reply.body().remaining() > 0) paths.add(path(reply));
        }
        return paths;
    }

    private static String path(Caller.Reply reply) {
        return reply.body().ustring();
    }

    private static List<Integer> multiErrors(JuteReader in) {
        var errors = new ArrayList<Integer>();
        for (var header = ReplyReader.resultHeader(in); !header.done(); ) {
            assertThat(in.int32()).isEqualTo(header.err());
            errors.add(header.err());
            header = ReplyReader.resultHeader(in);
        }
        return errors;
    }
}
