package io.tapio.wire;

import static io.tapio.wire.Hex.bytes;
import static io.tapio.wire.Hex.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodecTest {
    private static final String A_PATH = "00000002 2f61 ";
    private static final String END = "ffffffff 01 ffffffff";

    @Test
    void everyRequestComesBackAsItWent() {
        var random = new SplittableRandom(20_261);
        var requests = new RandomRequests(random);
        for (int opCode : RandomRequests.OP_CODES) {
            for (int i = 0; i < 500; i++) {
                Request request = requests.of(opCode);

                assertThat(read(opCode, written(out -> RequestCodec.write(request, out))))
                        .isEqualTo(request);
            }
        }
    }

    @Test
    void everyClientOpcodeHasARequest() {
        for (int opCode = -200; opCode < 200; opCode++) {
            if (!OpCode.isKnown(opCode)) continue;
            assertThat(RandomRequests.OP_CODES).contains(opCode);
        }
    }

    @Test
    void pathsAndDataAreSlicesOfTheFrame() {
        byte[] frame = bytes(A_PATH, "00000003 010203 00000000").toArray();

        var request =
                (Request.SetData)
                        RequestCodec.read(OpCode.SET_DATA, new JuteReader(frame, 0, frame.length));

        assertThat(request.path().array()).isSameAs(frame);
        assertThat(request.data().array()).isSameAs(frame);
    }

    @Test
    void theOpenAccessListIsTheSharedOne() {
        String open = "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65";

        var request = (Request.SetAcl) read(OpCode.SET_ACL, bytes(A_PATH, open, "00000000"));

        assertThat(request.acl()).isSameAs(Acl.OPEN);
    }

    @Test
    void anAccessListThatIsNotThereIsTheEmptyOne() {
        var request = (Request.SetAcl) read(OpCode.SET_ACL, bytes(A_PATH, "ffffffff 00000007"));

        assertThat(request).isEqualTo(new Request.SetAcl(Bytes.utf8("/a"), Acl.EMPTY, 7));
    }

    @Test
    void listsThatAreNotThereAreEmpty() {
        var request =
                read(OpCode.SET_WATCHES, bytes("0000000000000005 ffffffff ffffffff ffffffff"));

        assertThat(request)
                .isEqualTo(
                        new Request.SetWatches(
                                5, List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void whatFollowsARequestIsIgnored() {
        JuteReader in = new JuteReader(bytes(A_PATH, "00000003 deadbeef"));

        assertThat(RequestCodec.read(OpCode.DELETE, in))
                .isEqualTo(new Request.Delete(Bytes.utf8("/a"), 3));
    }

    @Test
    void dataThatIsNotThereIsNotEmptyData() {
        var absent = (Request.SetData) read(OpCode.SET_DATA, bytes(A_PATH, "ffffffff 00000000"));
        var empty = (Request.SetData) read(OpCode.SET_DATA, bytes(A_PATH, "00000000 00000000"));

        assertThat(absent.data().isAbsent()).isTrue();
        assertThat(empty.data().isAbsent()).isFalse();
    }

    @Test
    void syncAndGetEphemeralsMayDoWithoutAPath() {
        assertThat(read(OpCode.SYNC, bytes("ffffffff"))).isEqualTo(new Request.Sync(Bytes.ABSENT));
        assertThat(read(OpCode.GET_EPHEMERALS, bytes("ffffffff")))
                .isEqualTo(new Request.GetEphemerals(Bytes.ABSENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 15, 17, 18, 19, 21, 104, 106})
    void otherRequestsMayNot(int opCode) {
        assertMalformed(opCode, bytes("ffffffff", "00".repeat(40)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 6, 7, 8, 9, 11, 12, 14, 16, 20, 22, 100, 106, 107, -11, -10, -1})
    void aMultiTakesNothingButItsSteps(int opCode) {
        assertMalformed(OpCode.MULTI, oneOp(opCode));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 6, 7, 9, 12, 13, 14, 15, 19, 20, 21, 22, 100, -1})
    void aMultiReadTakesNothingButItsQueries(int opCode) {
        assertMalformed(OpCode.MULTI_READ, oneOp(opCode));
    }

    @Test
    void inAMultiTheFlagsDecideWhatACreateIs() {
        assertThat(opReadBack(OpCode.CREATE, create(4)).opCode())
                .isEqualTo(OpCode.CREATE_CONTAINER);
        assertThat(opReadBack(OpCode.CREATE2, create(3)).opCode()).isEqualTo(OpCode.CREATE2);
        assertThat(opReadBack(OpCode.CREATE_TTL, createTtl(1)))
                .isEqualTo(new Request.Op(OpCode.CREATE, create(1)));
        assertThat(opReadBack(OpCode.CREATE_TTL, createTtl(6)).step()).isEqualTo(createTtl(6));
        assertThatThrownBy(() -> opReadBack(OpCode.CREATE, create(5)))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> opReadBack(OpCode.CREATE, create(7)))
                .isInstanceOf(MalformedInput.class);
    }

    private static Request.Create create(int flags) {
        return new Request.Create(Bytes.utf8("/a"), Bytes.EMPTY, Acl.OPEN, flags);
    }

    private static Request.CreateTtl createTtl(int flags) {
        return new Request.CreateTtl(Bytes.utf8("/a"), Bytes.EMPTY, Acl.OPEN, flags, 1000);
    }

    private static Request.Op opReadBack(int opCode, Request.Step step) {
        var out = new JuteWriter(64);
        RequestCodec.write(new Request.Multi(List.of(new Request.Op(opCode, step))), out);
        var multi = (Request.Multi) RequestCodec.read(OpCode.MULTI, new JuteReader(out.seal()));
        return multi.ops().getFirst();
    }

    @Test
    void aReadAmongWritesSpoilsTheMulti() {
        assertMalformed(
                OpCode.MULTI,
                bytes(
                        "00000002 00 ffffffff " + A_PATH + "ffffffff",
                        "00000004 00 ffffffff " + A_PATH + "00",
                        END));
    }

    @Test
    void multisDoNotNestHoweverDeep() {
        assertMalformed(OpCode.MULTI, bytes("0000000e 00 ffffffff ".repeat(100_000), END));
    }

    @Test
    void aMultiWithoutAnEndIsMalformed() {
        assertMalformed(OpCode.MULTI, bytes("00000002 00 ffffffff " + A_PATH + "ffffffff"));
    }

    @Test
    void anEmptyMultiIsFine() {
        assertThat(read(OpCode.MULTI, bytes(END))).isEqualTo(new Request.Multi(List.of()));
    }

    @Test
    void anOpcodeWithoutARequestIsMalformed() {
        for (int opCode : new int[] {-10, -1, 0, 10, 20, 23, 99, 108}) {
            assertMalformed(opCode, Bytes.EMPTY);
        }
    }

    private static Bytes oneOp(int opCode) {
        return bytes(String.format("%08x 00 ffffffff ", opCode), A_PATH, "00".repeat(40), END);
    }

    private static Request read(int opCode, Bytes body) {
        return RequestCodec.read(opCode, new JuteReader(body));
    }

    private static void assertMalformed(int opCode, Bytes body) {
        assertThatThrownBy(() -> read(opCode, body)).isInstanceOf(MalformedInput.class);
    }
}
