package io.tapio.jmh;

import io.tapio.model.Bytes;
import io.tapio.state.TreeChange;
import io.tapio.state.WatchKind;
import io.tapio.watch.WatchTable;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Watches set and fired, without a word to anybody; figures are of one watch. */
@State(Scope.Thread)
public class WatchBenchmark {
    private static final int WATCHERS = 1_000;

    private final WatchTable<Integer> table = new WatchTable<>();
    private final List<Integer> watchers = IntStream.range(0, WATCHERS).boxed().toList();
    private final List<Bytes> paths =
            IntStream.range(0, WATCHERS)
                    .mapToObj(i -> Forest.path(i, i % Forest.CHILDREN))
                    .toList();

    /** Each waits for a path of its own. */
    @Benchmark
    @OperationsPerInvocation(WATCHERS)
    public void setAndFire(Blackhole sink) {
        for (int i = 0; i < WATCHERS; i++) {
            table.register(WatchKind.DATA, paths.get(i), watchers.get(i));
            fire(paths.get(i), sink);
        }
    }

    /** All wait for the same path. */
    @Benchmark
    @OperationsPerInvocation(WATCHERS)
    public void setAndFireTogether(Blackhole sink) {
        for (int i = 0; i < WATCHERS; i++) {
            table.register(WatchKind.DATA, paths.getFirst(), watchers.get(i));
        }
        fire(paths.getFirst(), sink);
    }

    private void fire(Bytes path, Blackhole sink) {
        table.changed(
                TreeChange.Kind.DATA_SET, path, (watcher, type, where) -> sink.consume(watcher));
    }
}
