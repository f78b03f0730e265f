package io.tapio.wire;

import io.tapio.fuzz.Parser;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What clients send, without the length of a frame. */
public final class WireParsers {
    private WireParsers() {}

    public static List<Parser> all() {
        return List.of(
                new Parser("request", requests(), WireParsers::takesRequest),
                new Parser("connect-request", connects(), WireParsers::takesConnect));
    }

    /** An opcode, then the record. */
    private static List<byte[]> requests() {
        var random = new RandomRequests(new SplittableRandom(1));
        var seeds = new ArrayList<byte[]>();
        for (int opCode : RandomRequests.OP_CODES) {
            for (int i = 0; i < 4; i++) {
                var out = new JuteWriter(64).int32(opCode);
                RequestCodec.write(random.of(opCode), out);
                seeds.add(out.toBytes().toArray());
            }
        }
        return seeds;
    }

    private static boolean takesRequest(byte[] input) {
        try {
            var in = new JuteReader(input, 0, input.length);
            int opCode = in.int32();
            Request request = RequestCodec.read(opCode, in);
            var out = new JuteWriter(64);
            RequestCodec.write(request, out);
            Parser.same(request, RequestCodec.read(opCode, new JuteReader(out.toBytes())));
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }

    private static List<byte[]> connects() {
        var seeds = new ArrayList<byte[]>();
        for (boolean flag : new boolean[] {true, false}) {
            var out = new JuteWriter(64);
            new ConnectRequest(
                            0,
                            0x1_0000_0002L,
                            30_000,
                            new SessionId(flag ? 0 : 77),
                            Bytes.wrap(new byte[16]),
                            false,
                            flag)
                    .write(out);
            seeds.add(out.toBytes().toArray());
        }
        return seeds;
    }

    private static boolean takesConnect(byte[] input) {
        try {
            ConnectRequest read = ConnectRequest.read(new JuteReader(input, 0, input.length));
            var out = new JuteWriter(64);
            read.write(out);
            Parser.same(read, ConnectRequest.read(new JuteReader(out.toBytes())));
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }
}
