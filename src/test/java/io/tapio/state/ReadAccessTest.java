package io.tapio.state;

import static io.tapio.model.KeeperError.NO_AUTH;
import static io.tapio.model.KeeperError.NO_NODE;
import static io.tapio.model.KeeperError.OK;
import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tapio.auth.Identity;
import io.tapio.faults.Fault;
import io.tapio.jute.AclCodec;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every read asks the access list, and leaves a watch only where the protocol says so. */
class ReadAccessTest {
    private static final AclEntry ANN = new AclEntry(Perm.ALL, "digest", "ann:aGFzaA==");

    private final House house = new House();
    private final Caller caller = house.client();

    @BeforeEach
    void znodesThatAllMayReadOrAdministerOrNeither() {
        create("/read", Acl.of(ANN, new AclEntry(Perm.READ, "world", "anyone")));
        create("/admin", Acl.of(ANN, new AclEntry(Perm.ADMIN, "world", "anyone")));
        create("/shut", Acl.of(ANN));
        house.settle();
        caller.takeReplies();
    }

    @ParameterizedTest
    @MethodSource
    void aReadIsToldWhetherItMay(
            int opCode, Request request, KeeperError expected, boolean watched) {
        caller.send(opCode, request);

        assertThat(caller.takeReplies().getFirst().header().err()).isEqualTo(expected.code());
        assertThat(house.lastWatchSteps).hasSize(watched ? 1 : 0);
    }

    static Stream<Arguments> aReadIsToldWhetherItMay() {
        return Stream.of(
                arguments(OpCode.GET_DATA, new Request.GetData(bytes("/read"), true), OK, true),
                arguments(OpCode.GET_DATA, new Request.GetData(bytes("/read"), false), OK, false),
                arguments(
                        OpCode.GET_DATA, new Request.GetData(bytes("/shut"), true), NO_AUTH, false),
                arguments(
                        OpCode.GET_DATA, new Request.GetData(bytes("/none"), true), NO_NODE, false),
                arguments(OpCode.GET_DATA, new Request.GetData(bytes(""), true), OK, true),
                arguments(OpCode.GET_DATA, new Request.GetData(bytes("a/"), true), NO_NODE, false),
                arguments(OpCode.EXISTS, new Request.Exists(bytes("/read"), true), OK, true),
                arguments(OpCode.EXISTS, new Request.Exists(bytes("/none"), true), NO_NODE, true),
                arguments(OpCode.EXISTS, new Request.Exists(bytes("/shut"), true), NO_AUTH, false),
                arguments(
                        OpCode.GET_CHILDREN,
                        new Request.GetChildren(bytes("/read"), true),
                        OK,
                        true),
                arguments(
                        OpCode.GET_CHILDREN2,
                        new Request.GetChildren2(bytes("/shut"), true),
                        NO_AUTH,
                        false),
                arguments(
                        OpCode.GET_CHILDREN2,
                        new Request.GetChildren2(bytes("/none"), true),
                        NO_NODE,
                        false),
                arguments(
                        OpCode.GET_ALL_CHILDREN_NUMBER,
                        new Request.GetAllChildrenNumber(bytes("/shut")),
                        NO_AUTH,
                        false),
                arguments(OpCode.GET_ACL, new Request.GetAcl(bytes("/read")), OK, false),
                arguments(OpCode.GET_ACL, new Request.GetAcl(bytes("/admin")), OK, false),
                arguments(OpCode.GET_ACL, new Request.GetAcl(bytes("/shut")), NO_AUTH, false),
                arguments(OpCode.GET_ACL, new Request.GetAcl(bytes("/none")), NO_NODE, false));
    }

    @Test
    @Fault("F117")
    void hashesAreShownToAdministratorsOnly() {
        caller.send(OpCode.GET_ACL, new Request.GetAcl(bytes("/read")));
        caller.send(OpCode.GET_ACL, new Request.GetAcl(bytes("/admin")));

        var replies = caller.takeReplies();
        assertThat(AclCodec.read(replies.get(0).body()).entries().getFirst().id())
                .isEqualTo("ann:x");
        assertThat(AclCodec.read(replies.get(1).body()).entries().getFirst()).isEqualTo(ANN);
    }

    @Test
    void aMultiReadAsksForEachOfItsParts() {
        var queries =
                List.<Request.Query>of(
                        new Request.GetData(bytes("/shut"), false),
                        new Request.GetData(bytes("/read"), false),
                        new Request.GetChildren(bytes("/shut"), false));
        caller.send(OpCode.MULTI_READ, new Request.MultiRead(queries));

        var in = caller.takeReplies().getFirst().body();
        assertThat(ReplyReader.resultHeader(in).err()).isEqualTo(NO_AUTH.code());
        assertThat(in.int32()).isEqualTo(NO_AUTH.code());
        assertThat(ReplyReader.resultHeader(in).type()).isEqualTo(OpCode.GET_DATA);
        assertThat(in.buffer()).isEqualTo(Bytes.EMPTY);
        ReplyReader.stat(in);
        assertThat(ReplyReader.resultHeader(in).err()).isEqualTo(NO_AUTH.code());
        assertThat(in.int32()).isEqualTo(NO_AUTH.code());
        assertThat(ReplyReader.resultHeader(in).done()).isTrue();
    }

    @Test
    void aSessionSeesItsOwnEphemeralsByPrefix() {
        var other = house.client();
        other.create("/other", 1);
        for (String path : List.of("/b2", "/b1", "/a1")) {
            caller.create(path, 1);
        }
        house.settle();
        caller.takeReplies();

        assertThat(ephemerals(Bytes.ABSENT)).containsExactly("/a1", "/b1", "/b2");
        assertThat(ephemerals(bytes(" "))).hasSize(3);
        assertThat(ephemerals(bytes("/"))).hasSize(3);
        assertThat(ephemerals(bytes("/b"))).containsExactly("/b1", "/b2");
        assertThat(ephemerals(bytes("/o"))).isEmpty();
    }

    @Test
    void whoAmITellsEveryIdentityWithoutItsHash() {
        caller.requester = caller.requester.with(new Identity("digest", "ann:aGFzaA=="));
        caller.send(OpCode.WHO_AM_I, new Request.WhoAmI());

        var in = caller.takeReplies().getFirst().body();
        assertThat(in.int32()).isEqualTo(2);
        assertThat(in.ustring() + " " + in.ustring()).isEqualTo("ip 127.0.0.1");
        assertThat(in.ustring() + " " + in.ustring()).isEqualTo("digest ann");
    }

    private List<String> ephemerals(Bytes prefix) {
        caller.send(OpCode.GET_EPHEMERALS, new Request.GetEphemerals(prefix));
        return ReplyReader.paths(caller.takeReplies().getFirst().body()).stream()
                .map(Bytes::toString)
                .toList();
    }

    private void create(String path, Acl acl) {
        caller.send(OpCode.CREATE, new Request.Create(bytes(path), Bytes.EMPTY, acl, 0));
    }
}
