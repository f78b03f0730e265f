package io.tapio.jmh;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyWriter;
import io.tapio.wire.RequestCodec;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Bytes of clients into requests, and results into bytes; figures are of one request. */
@State(Scope.Thread)
public class WireBenchmark {
    private static final int BATCH = 16;
    private static final Zxid ZXID = Zxid.of(1, 42);

    private final Frames gets = Forest.frames(OpCode.GET_DATA, paths());
    private final Frames sets = Forest.frames(OpCode.SET_DATA, paths());
    private final JuteReader in = new JuteReader(Bytes.EMPTY);
    private final JuteWriter out = new JuteWriter(1 << 16);
    private final Stat stat = new Stat(ZXID, ZXID, 3, 4, 5, 6, 7, 0, 100, 0, ZXID);

    private static Iterable<Bytes> paths() {
        return IntStream.range(0, BATCH).mapToObj(i -> Forest.path(i, i)).toList();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decodeGets(Blackhole sink) {
        decode(gets, sink);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decodeSets(Blackhole sink) {
        decode(sets, sink);
    }

    private void decode(Frames frames, Blackhole sink) {
        for (int i = 0; i < BATCH; i++) {
            in.reset(frames.array(), frames.start(i), frames.end(i));
            sink.consume(in.int32());
            sink.consume(RequestCodec.read(in.int32(), in));
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int encodeGetReplies() {
        out.truncate(0);
        for (int i = 0; i < BATCH; i++) {
            int mark = ReplyWriter.begin(out, i, ZXID.value());
            out.buffer(Forest.DATA);
            ReplyWriter.stat(out, stat);
            ReplyWriter.end(out, mark);
        }
        return out.length();
    }
}
