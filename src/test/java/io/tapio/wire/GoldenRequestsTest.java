package io.tapio.wire;

import static io.tapio.wire.Hex.bytes;
import static io.tapio.wire.Hex.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteReader;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of a real client, byte for byte. */
class GoldenRequestsTest {
    private static final String OPEN =
            "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65 ";

    private static final Bytes DEMO = Bytes.utf8("/demo");

    static Stream<Arguments> frames() {
        return Stream.of(
                golden("00000008 fffffffe 0000000b", -2, 11, new Request.Ping()),
                golden(
                        "00000039 00000001 00000001 00000005 2f64656d6f 00000005 68656c6c6f "
                                + OPEN
                                + "00000000",
                        1,
                        1,
                        new Request.Create(DEMO, Bytes.utf8("hello"), Acl.OPEN, 0)),
                golden(
                        "00000037 00000002 0000000f 00000008 2f64656d6f2f732d 00000000 "
                                + OPEN
                                + "00000003",
                        2,
                        15,
                        new Request.Create(Bytes.utf8("/demo/s-"), Bytes.EMPTY, Acl.OPEN, 3)),
                golden(
                        "00000012 00000004 00000003 00000005 2f6e6f6e65 01",
                        4,
                        3,
                        new Request.Exists(Bytes.utf8("/none"), true)),
                golden(
                        "00000012 00000005 00000004 00000005 2f64656d6f 01",
                        5,
                        4,
                        new Request.GetData(DEMO, true)),
                golden(
                        "0000001e 00000006 00000005 00000005 2f64656d6f 00000005 776f726c64"
                                + " 00000000",
                        6,
                        5,
                        new Request.SetData(DEMO, Bytes.utf8("world"), 0)),
                golden(
                        "00000077 00000007 0000000e"
                                + "00000001 00 ffffffff 00000007 2f64656d6f2f61 00000001 78 "
                                + OPEN
                                + "00000000"
                                + "0000000d 00 ffffffff 00000005 2f64656d6f 00000063"
                                + "00000002 00 ffffffff 00000007 2f64656d6f2f78 ffffffff"
                                + "ffffffff 01 ffffffff",
                        7,
                        14,
                        new Request.Multi(
                                List.of(
                                        new Request.Op(
                                                OpCode.CREATE,
                                                new Request.Create(
                                                        Bytes.utf8("/demo/a"),
                                                        Bytes.utf8("x"),
                                                        Acl.OPEN,
                                                        0)),
                                        new Request.Op(OpCode.CHECK, new Request.Check(DEMO, 99)),
                                        new Request.Op(
                                                OpCode.DELETE,
                                                new Request.Delete(Bytes.utf8("/demo/x"), -1))))),
                golden(
                        "00000037 00000009 00000016"
                                + "00000004 00 ffffffff 00000005 2f64656d6f 00"
                                + "00000008 00 ffffffff 00000005 2f6e6f7065 00"
                                + "ffffffff 01 ffffffff",
                        9,
                        22,
                        new Request.MultiRead(
                                List.of(
                                        new Request.GetData(DEMO, false),
                                        new Request.GetChildren(Bytes.utf8("/nope"), false)))),
                golden(
                        "00000015 0000000a 00000002 00000005 2f6e6f7065 ffffffff",
                        10,
                        2,
                        new Request.Delete(Bytes.utf8("/nope"), -1)),
                golden(
                        "0000001d fffffffc 00000064 00000000 00000006 646967657374 00000003"
                                + " 753a70",
                        -4,
                        100,
                        new Request.Auth(0, "digest", Bytes.utf8("u:p"))),
                golden(
                        "00000015 0000000c 0000006a 00000005 2f64656d6f 00000001",
                        12,
                        106,
                        new Request.AddWatch(DEMO, 1)),
                golden(
                        "0000000d 0000000d 00000009 00000001 2f",
                        13,
                        9,
                        new Request.Sync(Bytes.utf8("/"))),
                golden(
                        "0000002d fffffff8 00000069 0000000000000000 00000001 00000005 2f64656d6f"
                                + " 00000000 00000000 00000000 00000000",
                        -8,
                        105,
                        new Request.SetWatches(
                                0, List.of(DEMO), List.of(), List.of(), List.of(), List.of())),
                golden("00000008 0000000f fffffff5", 15, -11, new Request.CloseSession()));
    }

    private static Arguments golden(String hex, int xid, int opCode, Request request) {
        return Arguments.of(hex, xid, opCode, request);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aRequestIsReadAsTheClientMeantIt(String hex, int xid, int opCode, Request request) {
        JuteReader in = frame(bytes(hex));

        assertThat(in.int32()).isEqualTo(xid);
        assertThat(in.int32()).isEqualTo(opCode);
        assertThat(RequestCodec.read(opCode, in)).isEqualTo(request);
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aRequestIsWrittenAsTheClientDid(String hex, int xid, int opCode, Request request) {
        Bytes written =
                Hex.written(
                        out -> {
                            int mark = out.beginFrame();
                            RequestCodec.write(request, out.int32(xid).int32(opCode));
                            out.endFrame(mark);
                        });

        assertThat(written).isEqualTo(bytes(hex));
    }

    static Stream<Arguments> handshakes() {
        String start = "00000000 0000000000000000 00007530 0000000000000000 00000010";
        String password = "00".repeat(16);
        return Stream.of(
                Arguments.of("0000002d" + start + password + "00", true),
                Arguments.of("0000002c" + start + password, false));
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void aHandshakeIsReadAndWrittenWithAndWithoutTheLastByte(String hex, boolean hasFlag) {
        var expected =
                new ConnectRequest(
                        0, 0, 30_000, SessionId.NONE, Bytes.wrap(new byte[16]), false, hasFlag);

        assertThat(ConnectRequest.read(frame(bytes(hex)))).isEqualTo(expected);
        assertThat(Hex.written(expected::write)).isEqualTo(bytes(hex.substring(8)));
    }
}
