package io.tapio.jmh;

import io.tapio.model.Bytes;
import io.tapio.state.Outcomes;
import io.tapio.state.ReadBatch;
import io.tapio.tree.SnapshotWalk;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The state machine at work on 100,000 znodes; figures are of one request, in batches of 16 and
 * always others, so that the tree is not in the processor's caches.
 */
@State(Scope.Thread)
public class StateBenchmark {
    private static final int BATCH = 16;
    private static final int BATCHES = 997;
    private static final int STEP = 256;

    private final Forest forest = new Forest();
    private final List<List<Bytes>> paths = batches();
    private final List<Frames> gets = frames(OpCode.GET_DATA);
    private final List<Frames> exists = frames(OpCode.EXISTS);
    private final List<Frames> children = frames(OpCode.GET_CHILDREN);
    private final List<Frames> sets = frames(OpCode.SET_DATA);
    private int next;

    private static List<List<Bytes>> batches() {
        return IntStream.range(0, BATCHES)
                .mapToObj(
                        batch ->
                                IntStream.range(0, BATCH)
                                        .mapToObj(
                                                i ->
                                                        Forest.path(
                                                                (batch * 7 + i * 61)
                                                                        % Forest.PARENTS,
                                                                (batch + i) % Forest.CHILDREN))
                                        .toList())
                .toList();
    }

    private List<Frames> frames(int opCode) {
        return paths.stream().map(batch -> Forest.frames(opCode, batch)).toList();
    }

    private <T> T another(List<T> of) {
        next = next + 1 == BATCHES ? 0 : next + 1;
        return of.get(next);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void lookUp(Blackhole sink) {
        for (Bytes path : another(paths)) sink.consume(forest.state.tree().find(path));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Outcomes answerGets() {
        return read(another(gets));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Outcomes answerExists() {
        return read(another(exists));
    }

    /** Of znodes without any. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Outcomes answerChildren() {
        return read(another(children));
    }

    private Outcomes read(Frames frames) {
        forest.leader.read(
                new ReadBatch(
                        forest.client,
                        Forest.REQUESTER,
                        frames,
                        0,
                        BATCH,
                        forest.writesSent(),
                        1 << 24));
        return forest.leader.takeOutcomes();
    }

    /** From the bytes of requests to the bytes of the log, and on to the bytes of replies. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void judgeAndApplySets(Blackhole sink) {
        sink.consume(forest.judge(another(sets)));
        sink.consume(forest.commit());
    }

    /** The change of the tree alone, as committed. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void applySets(Blackhole sink) {
        for (Bytes path : another(paths)) {
            sink.consume(forest.state.tree().setData(path, Forest.DATA, 1, 2, 3));
        }
    }

    /** A whole walk; the figure is of one znode. */
    @Benchmark
    @OperationsPerInvocation(Forest.PARENTS * (Forest.CHILDREN + 1))
    public void walkForSnapshot(Blackhole sink) {
        SnapshotWalk walk = forest.state.tree().beginSnapshot();
        while (walk.next(STEP, sink::consume)) {
            // one more step
        }
    }
}
