package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static io.tapio.state.Caller.checkOp;
import static io.tapio.state.Caller.createOp;
import static io.tapio.state.Caller.deleteOp;
import static io.tapio.state.Caller.setOp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bytes of the replies to writes and reads, each against the layout that the protocol gives.
 */
class RepliesTest {
    private final House house = new House();
    private final Caller caller = house.client(); // session 0x0100000000000001, zxid 0x100000001

    @Test
    void aCreateAnswersWithThePathAndACreate2WithTheStatToo() {
        caller.send(OpCode.CREATE, new Request.Create(bytes("/demo"), bytes("hello"), Acl.OPEN, 0));
        caller.send(
                OpCode.CREATE2, new Request.Create(bytes("/demo/s-"), Bytes.EMPTY, Acl.OPEN, 3));
        house.settle();

        assertThat(frames())
                .containsExactly(
                        hex("00000001 0000000100000002 00000000 00000005 2f64656d6f"),
                        hex(
                                "00000002 0000000100000003 00000000 00000012"
                                        + " 2f64656d6f2f732d30303030303030303030 0000000100000003"
                                        + " 0000000100000003 00000000000003e8 00000000000003e8 00000000"
                                        + " 00000000 00000000 0100000000000001 00000000 00000000"
                                        + " 0000000100000003"));
    }

    @Test
    void aSetDataAndASetAclAnswerWithTheStatADeleteWithNothing() {
        caller.create("/a", 0);
        caller.set("/a", "xyz", 0);
        caller.send(OpCode.SET_ACL, new Request.SetAcl(bytes("/a"), Acl.OPEN, -1));
        caller.delete("/a");
        caller.delete("/a");
        house.settle();

        String stat =
                " 0000000100000002 0000000100000003 00000000000003e8 00000000000003e8 00000001"
                        + " 00000000 %s 0000000000000000 00000003 00000000 0000000100000002";
        assertThat(frames())
                .containsExactly(
                        hex("00000001 0000000100000002 00000000 00000002 2f61"),
                        hex("00000002 0000000100000003 00000000" + stat.formatted("00000000")),
                        hex("00000003 0000000100000004 00000000" + stat.formatted("00000001")),
                        hex("00000004 0000000100000005 00000000"),
                        hex("00000005 0000000100000006 ffffff9b"));
    }

    @Test
    void aFailedMultiTellsEveryStepItsError() {
        caller.create("/demo", 0);
        caller.multi(createOp("/demo/a", 0), checkOp("/demo", 99), deleteOp("/demo/x"));
        house.settle();

        assertThat(frames().get(1))
                .isEqualTo(
                        hex(
                                "00000002 0000000100000003 00000000 ffffffff 00 00000000 00000000 ffffffff"
                                        + " 00 ffffff99 ffffff99 ffffffff 00 fffffffe fffffffe ffffffff 01"
                                        + " ffffffff"));
    }

    @Test
    void aMultiAnswersStepByStep() {
        caller.multi(createOp("/m", 0), setOp("/m", "x"), checkOp("/m", 1), deleteOp("/m"));
        house.settle();

        assertThat(frames())
                .containsExactly(
                        hex(
                                "00000001 0000000100000002 00000000 00000001 00 00000000 00000002 2f6d"
                                        + " 00000005 00 00000000 0000000100000002 0000000100000002"
                                        + " 00000000000003e8 00000000000003e8 00000001 00000000 00000000"
                                        + " 0000000000000000 00000001 00000000 0000000100000002 0000000d 00"
                                        + " 00000000 00000002 00 00000000 ffffffff 01 ffffffff"));
    }

    @Test
    void allCreatesWithAStatAnswerAsCreate2InAMulti() {
        var container =
                new Request.Op(
                        OpCode.CREATE_CONTAINER,
                        new Request.Create(bytes("/c"), Bytes.EMPTY, Acl.OPEN, 0));
        var ttl =
                new Request.Op(
                        OpCode.CREATE_TTL,
                        new Request.CreateTtl(bytes("/t"), Bytes.EMPTY, Acl.OPEN, 5, 9));
        caller.multi(container, ttl);
        house.settle();

        String stat =
                " 0000000100000002 0000000100000002 00000000000003e8 00000000000003e8 00000000"
                        + " 00000000 00000000 0000000000000000 00000000 00000000 0000000100000002";
        assertThat(frames())
                .containsExactly(
                        hex(
                                "00000001 0000000100000002 00000000 0000000f 00 00000000 00000002 2f63"
                                        + stat
                                        + " 0000000f 00 00000000 00000002 2f74"
                                        + stat
                                        + " ffffffff 01 ffffffff"));
    }

    @Test
    void readsAnswerWithTheLastAppliedZxid() {
        caller.create("/none-absent", 0);
        caller.send(OpCode.CREATE, new Request.Create(bytes("/null"), Bytes.ABSENT, Acl.OPEN, 0));
        house.settle();
        caller.takeReplies();

        caller.get("/null");
        caller.send(OpCode.EXISTS, new Request.Exists(bytes("/none"), true));
        caller.send(OpCode.EXISTS, new Request.Exists(bytes("/nul\0"), false));
        caller.send(OpCode.SYNC, new Request.Sync(bytes("any")));
        caller.send(OpCode.SYNC, new Request.Sync(Bytes.ABSENT));
        caller.send(OpCode.PING, new Request.Ping());
        caller.send(OpCode.ADD_WATCH, new Request.AddWatch(bytes("/x"), 1));
        caller.send(OpCode.ADD_WATCH, new Request.AddWatch(bytes("/x"), 2));
        caller.send(OpCode.CHECK_WATCHES, new Request.CheckWatches(bytes("/x"), 6));
        caller.send(OpCode.WHO_AM_I, new Request.WhoAmI());

        assertThat(frames())
                .containsExactly(
                        hex(
                                "00000003 0000000100000003 00000000 ffffffff 0000000100000003"
                                        + " 0000000100000003 00000000000003e8 00000000000003e8 00000000"
                                        + " 00000000 00000000 0000000000000000 00000000 00000000"
                                        + " 0000000100000003"),
                        hex("00000004 0000000100000003 ffffff9b"),
                        hex("00000005 0000000100000003 fffffff8"),
                        hex("00000006 0000000100000003 00000000 00000003 616e79"),
                        hex("00000007 0000000100000003 00000000 ffffffff"),
                        hex("00000008 0000000100000003 00000000"),
                        hex("00000009 0000000100000003 00000000 00000000"),
                        hex("0000000a 0000000100000003 fffffffb"),
                        hex("0000000b 0000000100000003 fffffffb"),
                        hex(
                                "0000000c 0000000100000003 00000000 00000001 00000002 6970 00000009"
                                        + " 3132372e302e302e31"));
    }

    @Test
    void aMultiReadAnswersEachForItself() {
        var queries =
                List.<Request.Query>of(
                        new Request.GetChildren(bytes("/zookeeper/none"), true),
                        new Request.GetChildren(bytes("/zookeeper/quota"), true));
        caller.send(OpCode.MULTI_READ, new Request.MultiRead(queries));

        assertThat(house.lastWatchSteps).isEmpty();
        assertThat(frames())
                .containsExactly(
                        hex(
                                "00000001 0000000100000001 00000000 ffffffff 00 ffffff9b ffffff9b 00000008"
                                        + " 00 00000000 00000000 ffffffff 01 ffffffff"));
    }

    @Test
    void theNumberOfDescendantsOfTheRootCountsTheSystemsOwn() {
        caller.create("/e", 0);
        house.settle();
        caller.takeReplies();

        caller.send(OpCode.GET_ALL_CHILDREN_NUMBER, new Request.GetAllChildrenNumber(bytes("/")));

        assertThat(caller.takeReplies().getFirst().body().int32()).isEqualTo(4);
    }

    @Test
    void aReadThatCannotBeReadIsAnsweredAndTheConnectionStays() {
        var cut = new io.tapio.jute.JuteWriter(16).int32(1).int32(OpCode.GET_DATA).int32(7);
        caller.sendRaw(OpCode.GET_DATA, cut.seal());
        caller.send(OpCode.PING, new Request.Ping());

        assertThat(frames())
                .containsExactly(
                        hex("00000001 0000000100000001 fffffffb"),
                        hex("00000001 0000000100000001 00000000"));
    }

    private List<String> frames() {
        return caller.takeReplies().stream()
                .map(reply -> HexFormat.of().formatHex(reply.frame().toArray()))
                .toList();
    }

    /** Bytes in hexadecimal, spaced for the reader. */
    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }
}
