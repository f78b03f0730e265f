package io.tapio.wire;

import static io.tapio.wire.Hex.bytes;
import static io.tapio.wire.Hex.frame;
import static io.tapio.wire.Hex.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of a real server, byte for byte. */
class GoldenRepliesTest {
    private static final Bytes DEMO = Bytes.utf8("/demo");

    private static final Stat OF_SEQUENTIAL =
            stat(3, 3, 0x000001a1fa942e79L, 0, 0, 0x010000296d6b0000L, 0, 0, 3);
    private static final String OF_SEQUENTIAL_HEX =
            "0000000000000003 0000000000000003 000001a1fa942e79 000001a1fa942e79 00000000"
                    + " 00000000 00000000 010000296d6b0000 00000000 00000000 0000000000000003";

    private static final Stat OF_DEMO = stat(2, 2, 0x000001a1fa942e5fL, 0, 1, 0, 5, 1, 3);
    private static final String OF_DEMO_HEX =
            "0000000000000002 0000000000000002 000001a1fa942e5f 000001a1fa942e5f 00000000"
                    + " 00000001 00000000 0000000000000000 00000005 00000001 0000000000000003";

    private static Stat stat(
            long czxid,
            long mzxid,
            long time,
            int version,
            int cversion,
            long owner,
            int length,
            int children,
            long pzxid) {
        return new Stat(
                new Zxid(czxid),
                new Zxid(mzxid),
                time,
                time,
                version,
                cversion,
                0,
                owner,
                length,
                children,
                new Zxid(pzxid));
    }

    private static Consumer<JuteWriter> reply(int xid, long zxid, Consumer<JuteWriter> body) {
        return out -> {
            int mark = ReplyWriter.begin(out, xid, zxid);
            body.accept(out);
            ReplyWriter.end(out, mark);
        };
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                golden("00000010 fffffffe 0000000000000001 00000000", header(-2, 1, 0)),
                golden(
                        "00000019 00000001 0000000000000002 00000000 00000005 2f64656d6f",
                        reply(1, 2, out -> out.buffer(DEMO))),
                golden(
                        "0000006a 00000002 0000000000000003 00000000 00000012"
                                + " 2f64656d6f2f732d30303030303030303030"
                                + OF_SEQUENTIAL_HEX,
                        reply(
                                2,
                                3,
                                out -> {
                                    out.buffer(Bytes.utf8("/demo/s-0000000000"));
                                    ReplyWriter.stat(out, OF_SEQUENTIAL);
                                })),
                golden("00000010 00000004 0000000000000003 ffffff9b", header(4, 3, -101)),
                golden(
                        "0000005d 00000005 0000000000000003 00000000 00000005 68656c6c6f"
                                + OF_DEMO_HEX,
                        reply(
                                5,
                                3,
                                out -> {
                                    out.buffer(Bytes.utf8("hello"));
                                    ReplyWriter.stat(out, OF_DEMO);
                                })),
                golden(
                        "00000021 ffffffff 0000000000000004 00000000 00000003 00000003 00000005"
                                + " 2f64656d6f",
                        out -> ReplyWriter.event(out, EventType.NODE_DATA_CHANGED, DEMO, 4)),
                golden(
                        "00000021 ffffffff ffffffffffffffff 00000000 00000003 00000003 00000005"
                                + " 2f64656d6f",
                        out -> ReplyWriter.event(out, EventType.NODE_DATA_CHANGED, DEMO, -1)),
                golden(
                        "00000054 00000006 0000000000000004 00000000" + OF_DEMO_HEX,
                        reply(6, 4, out -> ReplyWriter.stat(out, OF_DEMO))),
                golden(
                        "00000040 00000007 0000000000000005 00000000"
                                + "ffffffff 00 00000000 00000000 ffffffff 00 ffffff99 ffffff99"
                                + "ffffffff 00 fffffffe fffffffe ffffffff 01 ffffffff",
                        reply(
                                7,
                                5,
                                out -> {
                                    ReplyWriter.multiError(out, KeeperError.OK);
                                    ReplyWriter.multiError(out, KeeperError.BAD_VERSION);
                                    ReplyWriter.multiError(out, KeeperError.RUNTIME_INCONSISTENCY);
                                    ReplyWriter.multiEnd(out);
                                })),
                golden(
                        "0000008c 00000008 0000000000000006 00000000"
                                + "00000001 00 00000000 00000007 2f64656d6f2f61"
                                + "00000005 00 00000000"
                                + OF_DEMO_HEX
                                + "0000000d 00 00000000 00000002 00 00000000 ffffffff 01 ffffffff",
                        reply(
                                8,
                                6,
                                out -> {
                                    ReplyWriter.multiResultOk(out, OpCode.CREATE);
                                    out.buffer(Bytes.utf8("/demo/a"));
                                    ReplyWriter.multiResultOk(out, OpCode.SET_DATA);
                                    ReplyWriter.stat(out, OF_DEMO);
                                    ReplyWriter.multiResultOk(out, OpCode.CHECK);
                                    ReplyWriter.multiResultOk(out, OpCode.DELETE);
                                    ReplyWriter.multiEnd(out);
                                })),
                golden(
                        "0000007c 00000009 0000000000000006 00000000"
                                + "00000004 00 00000000 00000005 776f726c64"
                                + OF_DEMO_HEX
                                + "ffffffff 00 ffffff9b ffffff9b ffffffff 01 ffffffff",
                        reply(
                                9,
                                6,
                                out -> {
                                    ReplyWriter.multiResultOk(out, OpCode.GET_DATA);
                                    out.buffer(Bytes.utf8("world"));
                                    ReplyWriter.stat(out, OF_DEMO);
                                    ReplyWriter.multiError(out, KeeperError.NO_NODE);
                                    ReplyWriter.multiEnd(out);
                                })),
                golden("00000010 0000000a 0000000000000007 ffffff9b", header(10, 7, -101)),
                golden("00000010 fffffffc 0000000000000000 00000000", header(-4, 0, 0)),
                golden(
                        "00000036 0000000b 0000000000000007 00000000 00000002 00000002 6970"
                                + "00000009 3132372e302e302e31 00000006 646967657374 00000001 75",
                        reply(
                                11,
                                7,
                                out -> {
                                    out.int32(2);
                                    ReplyWriter.clientInfo(out, "ip", "127.0.0.1");
                                    ReplyWriter.clientInfo(out, "digest", "u");
                                })),
                golden(
                        "00000014 0000000c 0000000000000007 00000000 00000000",
                        reply(12, 7, out -> out.int32(0))),
                golden(
                        "00000015 0000000d 0000000000000007 00000000 00000001 2f",
                        reply(13, 7, out -> out.buffer(Bytes.utf8("/")))),
                golden("00000010 fffffff8 0000000000000007 00000000", header(-8, 7, 0)),
                golden("00000010 0000000f 0000000000000008 00000000", header(15, 8, 0)),
                golden(
                        "00000025 00000000 00007530 010000296d6b0000 00000010"
                                + " 97426e4cd8358fbccdc87a8ee1f54d73 00",
                        response(true)::write),
                golden(
                        "00000024 00000000 00007530 010000296d6b0000 00000010"
                                + " 97426e4cd8358fbccdc87a8ee1f54d73",
                        response(false)::write),
                golden(
                        "00000025 00000000 00000000 0000000000000000 00000010"
                                + "00".repeat(16)
                                + "00",
                        ConnectResponse.refused(true)::write));
    }

    private static Arguments golden(String hex, Consumer<JuteWriter> write) {
        return Arguments.of(hex, write);
    }

    private static Consumer<JuteWriter> header(int xid, long zxid, int err) {
        return out -> ReplyWriter.headerOnly(out, xid, zxid, err);
    }

    private static ConnectResponse response(boolean hasFlag) {
        return ConnectResponse.accepted(
                30_000,
                new SessionId(0x010000296d6b0000L),
                bytes("97426e4cd8358fbccdc87a8ee1f54d73"),
                false,
                hasFlag);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aReplyIsWrittenAsARealServerDoes(String hex, Consumer<JuteWriter> write) {
        assertThat(written(write)).isEqualTo(bytes(hex));
    }

    @Test
    void repliesFollowEachOtherInOneWriter() {
        Bytes both =
                written(
                        out -> {
                            ReplyWriter.headerOnly(out, -2, 1, KeeperError.OK);
                            ReplyWriter.event(out, EventType.NODE_DATA_CHANGED, DEMO, 4);
                        });

        assertThat(both)
                .isEqualTo(
                        bytes(
                                "00000010 fffffffe 0000000000000001 00000000",
                                "00000021 ffffffff 0000000000000004 00000000",
                                "00000003 00000003 00000005 2f64656d6f"));
    }

    @Test
    void everyCreateThatGivesAStatAnswersAsCreate2() {
        for (int opCode : new int[] {OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL}) {
            assertThat(written(out -> ReplyWriter.multiResultOk(out, opCode)))
                    .isEqualTo(bytes("0000000f 00 00000000"));
        }
    }

    @Test
    void aStatIsReadAsItWasWritten() {
        JuteReader in = new JuteReader(bytes(OF_SEQUENTIAL_HEX));

        assertThat(ReplyReader.stat(in)).isEqualTo(OF_SEQUENTIAL);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void aNotificationIsReadAsItWasWritten() {
        JuteReader in =
                frame(written(out -> ReplyWriter.event(out, EventType.NODE_DELETED, DEMO, 9)));

        assertThat(ReplyReader.header(in)).isEqualTo(new ReplyReader.Header(-1, 9, 0));
        assertThat(ReplyReader.event(in)).isEqualTo(new ReplyReader.Event(2, 3, DEMO));
    }

    @Test
    void aListOfNamesIsReadAsItWasWritten() {
        var names = List.of(Bytes.utf8("a"), Bytes.EMPTY, Bytes.utf8("ä"));
        JuteReader in = new JuteReader(written(out -> ReplyWriter.paths(out, names)));

        assertThat(ReplyReader.paths(in)).isEqualTo(names);
    }

    @Test
    void theResultsOfAMultiAreReadAsTheyWereWritten() {
        JuteReader in =
                new JuteReader(
                        written(
                                out -> {
                                    ReplyWriter.multiError(out, KeeperError.NO_AUTH);
                                    ReplyWriter.multiEnd(out);
                                }));

        assertThat(ReplyReader.resultHeader(in))
                .isEqualTo(new ReplyReader.ResultHeader(-1, false, -102));
        assertThat(in.int32()).isEqualTo(-102);
        assertThat(ReplyReader.resultHeader(in).done()).isTrue();
    }

    @Test
    void anAccessListIsWrittenAsAClientReadsIt() {
        assertThat(written(out -> ReplyWriter.acl(out, Acl.READ_ONLY)))
                .isEqualTo(bytes("00000001 00000001 00000005 776f726c64 00000006 616e796f6e65"));
    }

    @Test
    void aResponseIsReadAsItWasWritten() {
        for (boolean hasFlag : new boolean[] {true, false}) {
            JuteReader in = frame(written(response(hasFlag)::write));

            assertThat(ConnectResponse.read(in)).isEqualTo(response(hasFlag));
        }
    }
}
