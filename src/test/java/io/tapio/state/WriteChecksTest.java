package io.tapio.state;

import static io.tapio.model.KeeperError.BAD_ARGUMENTS;
import static io.tapio.model.KeeperError.BAD_VERSION;
import static io.tapio.model.KeeperError.INVALID_ACL;
import static io.tapio.model.KeeperError.MARSHALLING_ERROR;
import static io.tapio.model.KeeperError.NODE_EXISTS;
import static io.tapio.model.KeeperError.NOT_EMPTY;
import static io.tapio.model.KeeperError.NO_AUTH;
import static io.tapio.model.KeeperError.NO_CHILDREN_FOR_EPHEMERALS;
import static io.tapio.model.KeeperError.NO_NODE;
import static io.tapio.model.KeeperError.OK;
import static io.tapio.model.KeeperError.QUOTA_EXCEEDED;
import static io.tapio.model.KeeperError.RECONFIG_DISABLED;
import static io.tapio.model.KeeperError.UNIMPLEMENTED;
import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order of the checks is part of the protocol: each row offends against several rules at once,
 * and must be told of the first.
 */
class WriteChecksTest {
    private static final Acl NOTHING = Acl.of(new AclEntry(0, "world", "anyone"));
    private static final Acl BAD_ACL = Acl.of(new AclEntry(Perm.ALL, "nonesuch", "x"));
    private static final long TTL_MAX = (1L << 40) - 1;

    private final House house = new House(House.Settings.with(true, true));
    private final Caller caller = house.client();

    @Test
    void aVersionThatWrapsAroundNeverAsksForAnyVersion() {
        var state = house.machine.state();
        state.tree().setData(bytes("/open"), Bytes.EMPTY, -2, state.applied().value(), 1);

        caller.set("/open", "x", -2);
        house.settle();

        assertThat(Invariant.present(state.tree().find(bytes("/open")), "").version()).isZero();
    }

    @BeforeEach
    void aTreeWithSomethingOfEachKind() {
        caller.create("/open", 0);
        caller.create("/open/child", 0);
        caller.create("/eph", 1);
        create("/shut", NOTHING);
        caller.create("/written", 0);
        caller.set("/written", "x", -1);
        caller.create("/limited", 0);
        caller.create("/zookeeper/quota/limited", 0);
        createWith(
                "/zookeeper/quota/limited/zookeeper_limits",
                "count=-1,bytes=-1=;countHardLimit=1;byteHardLimit=2");
        caller.create("/zookeeper/quota/limited/zookeeper_stats", 0);
        house.settle();
        assertThat(caller.takeReplies()).allMatch(reply -> reply.header().err() == 0);
    }

    @ParameterizedTest
    @MethodSource
    void aCreateIsToldTheFirstRuleItBreaks(
            int opCode, String path, Acl acl, int flags, KeeperError expected) {
        var create = new Request.Create(bytes(path), Bytes.EMPTY, acl, flags);

        assertThat(caller.errorOf(opCode, create)).isEqualTo(expected);
    }

    static Stream<Arguments> aCreateIsToldTheFirstRuleItBreaks() {
        return Stream.of(
                arguments(OpCode.CREATE, "nopath", BAD_ACL, 7, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/new", BAD_ACL, -1, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/new", Acl.OPEN, 5, BAD_ARGUMENTS),
                arguments(OpCode.CREATE2, "/new", Acl.OPEN, 6, BAD_ARGUMENTS),
                arguments(OpCode.CREATE_CONTAINER, "/new", Acl.OPEN, 5, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "noslash", BAD_ACL, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "", BAD_ACL, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/nul\0", BAD_ACL, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/none/x", BAD_ACL, 0, INVALID_ACL),
                arguments(OpCode.CREATE, "/none/x", Acl.EMPTY, 0, INVALID_ACL),
                arguments(OpCode.CREATE, "/open//b", Acl.OPEN, 0, NO_NODE),
                arguments(OpCode.CREATE, "/none/", Acl.OPEN, 0, NO_NODE),
                arguments(OpCode.CREATE, "//a", Acl.OPEN, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/open/", Acl.OPEN, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/open/..", Acl.OPEN, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/open/...", Acl.OPEN, 0, OK),
                arguments(OpCode.CREATE, "/shut/\u0001", Acl.OPEN, 0, NO_AUTH),
                arguments(OpCode.CREATE, "/shut/", Acl.OPEN, 0, NO_AUTH),
                arguments(OpCode.CREATE, "/open/\u0001", Acl.OPEN, 0, BAD_ARGUMENTS),
                arguments(OpCode.CREATE, "/", Acl.OPEN, 0, NODE_EXISTS),
                arguments(OpCode.CREATE, "/open", Acl.OPEN, 0, NODE_EXISTS),
                arguments(OpCode.CREATE, "/open/", Acl.OPEN, 2, OK),
                arguments(OpCode.CREATE, "/zookeeper/y", Acl.OPEN, 0, OK),
                arguments(OpCode.CREATE, "/eph/x", Acl.OPEN, 0, NO_CHILDREN_FOR_EPHEMERALS),
                arguments(OpCode.CREATE, "/limited/x", Acl.OPEN, 0, QUOTA_EXCEEDED),
                arguments(OpCode.CREATE, "/limited", Acl.OPEN, 0, NODE_EXISTS));
    }

    @ParameterizedTest
    @MethodSource
    void aCreateTtlIsToldTheFirstRuleItBreaks(
            String path, int flags, long ttlMs, KeeperError expected) {
        var create = new Request.CreateTtl(bytes(path), Bytes.EMPTY, Acl.OPEN, flags, ttlMs);

        assertThat(caller.errorOf(OpCode.CREATE_TTL, create)).isEqualTo(expected);
    }

    static Stream<Arguments> aCreateTtlIsToldTheFirstRuleItBreaks() {
        return Stream.of(
                arguments("/none/x", 7, 1, BAD_ARGUMENTS),
                arguments("/none/x", 0, 1, BAD_ARGUMENTS),
                arguments("/none/x", 0, -1, BAD_ARGUMENTS),
                arguments("/none/x", 5, 0, BAD_ARGUMENTS),
                arguments("/none/x", 5, -1, BAD_ARGUMENTS),
                arguments("/none/x", 5, TTL_MAX + 1, BAD_ARGUMENTS),
                arguments("/none/x", 5, TTL_MAX, NO_NODE),
                arguments("/open/t", 5, TTL_MAX, OK),
                arguments("/open/t", 6, 1, OK));
    }

    @ParameterizedTest
    @MethodSource
    void aDeleteIsToldTheFirstRuleItBreaks(String path, int version, KeeperError expected) {
        var delete = new Request.Delete(bytes(path), version);

        assertThat(caller.errorOf(OpCode.DELETE, delete)).isEqualTo(expected);
    }

    static Stream<Arguments> aDeleteIsToldTheFirstRuleItBreaks() {
        return Stream.of(
                arguments("", -1, BAD_ARGUMENTS),
                arguments("noslash", -1, BAD_ARGUMENTS),
                arguments("/", 9, BAD_ARGUMENTS),
                arguments("/zookeeper", 9, BAD_ARGUMENTS),
                arguments("/zookeeper/quota", 9, BAD_ARGUMENTS),
                arguments("/zookeeper/config", 9, BAD_ARGUMENTS),
                arguments("/none/x", 9, NO_NODE),
                arguments("/shut/none", 9, NO_AUTH),
                arguments("/open/none", 9, NO_NODE),
                arguments("/open/", 9, NO_NODE),
                arguments("//", 9, NO_NODE),
                arguments("/open", 9, BAD_VERSION),
                arguments("/open", 0, NOT_EMPTY),
                arguments("/written", 0, BAD_VERSION),
                arguments("/written", 1, OK),
                arguments("/shut", -1, OK));
    }

    @ParameterizedTest
    @MethodSource
    void aSetDataIsToldTheFirstRuleItBreaks(
            String path, String data, int version, KeeperError expected) {
        var set = new Request.SetData(bytes(path), bytes(data), version);

        assertThat(caller.errorOf(OpCode.SET_DATA, set)).isEqualTo(expected);
    }

    static Stream<Arguments> aSetDataIsToldTheFirstRuleItBreaks() {
        return Stream.of(
                arguments("", "x", 9, BAD_ARGUMENTS),
                arguments("/none/", "x", 9, BAD_ARGUMENTS),
                arguments("/none", "x", 9, NO_NODE),
                arguments("/shut", "x", 9, NO_AUTH),
                arguments("/limited", "xxx", 9, QUOTA_EXCEEDED),
                arguments("/limited", "", 9, BAD_VERSION),
                arguments("/limited", "xx", 0, OK),
                arguments("/written", "x", 0, BAD_VERSION),
                arguments("/written", "x", 1, OK),
                arguments("/", "x", -1, OK));
    }

    @ParameterizedTest
    @MethodSource
    void aSetAclIsToldTheFirstRuleItBreaks(
            String path, Acl acl, int version, KeeperError expected) {
        var set = new Request.SetAcl(bytes(path), acl, version);

        assertThat(caller.errorOf(OpCode.SET_ACL, set)).isEqualTo(expected);
    }

    static Stream<Arguments> aSetAclIsToldTheFirstRuleItBreaks() {
        return Stream.of(
                arguments("/none/", BAD_ACL, 9, BAD_ARGUMENTS),
                arguments("/none", BAD_ACL, 9, INVALID_ACL),
                arguments("/none", Acl.OPEN, 9, NO_NODE),
                arguments("/shut", Acl.OPEN, 9, NO_AUTH),
                arguments("/written", Acl.OPEN, 1, BAD_VERSION),
                arguments("/written", Acl.OPEN, 0, OK),
                arguments("/zookeeper/config", Acl.OPEN, -1, NO_AUTH));
    }

    @ParameterizedTest
    @MethodSource
    void aCheckIsToldTheFirstRuleItBreaks(String path, int version, KeeperError expected) {
        caller.multi(Caller.checkOp(path, version));
        house.settle();

        var in = caller.takeReplies().getLast().body();
        var result = io.tapio.wire.ReplyReader.resultHeader(in);
        assertThat(KeeperError.ofCode(result.err())).isEqualTo(expected);
    }

    static Stream<Arguments> aCheckIsToldTheFirstRuleItBreaks() {
        return Stream.of(
                arguments("/none/", 9, BAD_ARGUMENTS),
                arguments("/none", 9, NO_NODE),
                arguments("/shut", 9, NO_AUTH),
                arguments("/written", 0, BAD_VERSION),
                arguments("/written", 1, OK),
                arguments("/written", -1, OK));
    }

    @Test
    void withoutExtendedTypesATimeToLiveIsNotImplemented() {
        var plain = new House(House.Settings.with(false, false));
        var client = plain.client();
        var ttl = new Request.CreateTtl(bytes("none"), Bytes.EMPTY, BAD_ACL, 5, 0);
        var flags = new Request.Create(bytes("none"), Bytes.EMPTY, BAD_ACL, 6);

        assertThat(client.errorOf(OpCode.CREATE_TTL, ttl)).isEqualTo(UNIMPLEMENTED);
        assertThat(client.errorOf(OpCode.CREATE, flags)).isEqualTo(UNIMPLEMENTED);
    }

    @Test
    void aStandaloneServerIsNotReconfigured() {
        var reconfig = new Request.Reconfig(Bytes.ABSENT, Bytes.ABSENT, bytes("x"), -1);

        assertThat(caller.errorOf(OpCode.RECONFIG, reconfig)).isEqualTo(RECONFIG_DISABLED);
    }

    @Test
    void aWriteThatCannotBeReadIsRefusedAndTheConnectionStays() {
        var before = house.machine.state().applied();
        var out = new io.tapio.jute.JuteWriter(16).int32(77).int32(OpCode.CREATE).int32(5);

        caller.sendRaw(OpCode.CREATE, out.seal());

        assertThat(caller.settledError()).isEqualTo(MARSHALLING_ERROR);
        assertThat(house.machine.state().applied()).isEqualTo(before.next());
        assertThat(caller.errorOf(OpCode.PING, new Request.Ping())).isEqualTo(OK);
    }

    @Test
    void aRefusedWriteTakesItsPlaceInTheOrder() {
        var before = house.machine.state().applied();

        caller.delete("/none");
        house.settle();

        var header = caller.takeReplies().getFirst().header();
        assertThat(header.zxid()).isEqualTo(before.next().value());
        assertThat(house.machine.state().applied()).isEqualTo(before.next());
    }

    private void create(String path, Acl acl) {
        caller.send(OpCode.CREATE, new Request.Create(bytes(path), Bytes.EMPTY, acl, 0));
    }

    private void createWith(String path, String data) {
        caller.send(OpCode.CREATE, new Request.Create(bytes(path), bytes(data), Acl.OPEN, 0));
    }

    @Test
    void anAclOfTheRequestersOwnIdsNeedsAProof() {
        var auth = Acl.of(new AclEntry(Perm.ALL, "auth", ""));
        var create = new Request.Create(bytes("/mine"), Bytes.EMPTY, auth, 0);

        assertThat(caller.errorOf(OpCode.CREATE, create)).isEqualTo(INVALID_ACL);
        caller.requester =
                caller.requester.with(List.of(new io.tapio.auth.Identity("digest", "ann:x")));
        assertThat(caller.errorOf(OpCode.CREATE, create)).isEqualTo(OK);
    }
}
