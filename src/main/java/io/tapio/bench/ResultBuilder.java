package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gathers what belongs to one {@link Result}. */
final class ResultBuilder {
    private final Step step;
    private String of = "each operation";
    private long ops;
    private double seconds;
    private @Nullable Double opsPerSecond;
    private @Nullable Latency latency;
    private @Nullable Effort effort;
    private double sliceSeconds;
    private List<Slice> slices = List.of();
    private Result.@Nullable Spread spread;
    private List<Result.Kill> kills = List.of();
    private List<Result.Kept> kept = List.of();
    private final List<String> notes = new ArrayList<>();

    ResultBuilder(Step step) {
        this.step = step;
    }

    ResultBuilder of(String what) {
        of = what;
        return this;
    }

    /** What these have recorded, who all had one plan. */
    ResultBuilder recorded(List<Recorder> recorders, int count, double sliceLength) {
        latency(Latency.of(Recorder.total(recorders)));
        sliceSeconds = sliceLength;
        slices =
                IntStream.range(0, count)
                        .mapToObj(i -> Slice.of(Recorder.slice(recorders, i)))
                        .toList();
        return this;
    }

    ResultBuilder latency(Latency of) {
        latency = of;
        return this;
    }

    ResultBuilder done(long count, double inSeconds) {
        ops = count;
        seconds = inSeconds;
        opsPerSecond = count / inSeconds;
        return this;
    }

    ResultBuilder effort(Effort spent) {
        effort = spent;
        return this;
    }

    ResultBuilder spread(Result.Spread how) {
        spread = how;
        return this;
    }

    ResultBuilder kills(List<Result.Kill> all) {
        kills = List.copyOf(all);
        return this;
    }

    ResultBuilder kept(List<Result.Kept> all) {
        kept = List.copyOf(all);
        return this;
    }

    ResultBuilder note(String says) {
        notes.add(says);
        return this;
    }

    Result build(Complaints complaints) {
        return new Result(
                step.name(),
                step.shape(),
                of,
                ops,
                seconds,
                opsPerSecond,
                latency,
                effort == null ? null : effort.serverPerOp(ops),
                effort == null ? null : effort.kernelPerOp(ops),
                effort == null ? null : (Double) effort.clientPerOp(ops),
                sliceSeconds,
                slices,
                spread,
                kills,
                kept,
                List.copyOf(notes),
                complaints.count(),
                complaints.first());
    }
}
