package io.tapio.compat;

import io.tapio.testkit.Incoming;
import io.tapio.testkit.Op;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.RawStat;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the replies so far have told about the tree. It may be out of date; it only makes the next
 * requests more often sensible than chance would.
 */
final class Known {
    private static final int NO_NODE = -101;
    private static final int WATCHED_MAX = 6;

    private final TreeSet<String> existing = new TreeSet<>();
    private final Map<String, RawStat> stats = new HashMap<>();
    private final ArrayDeque<String> watched = new ArrayDeque<>();

    /** Paths that probably exist, sorted. */
    List<String> existing() {
        return List.copyOf(existing);
    }

    /** Where watches were set lately. */
    List<String> watched() {
        return List.copyOf(watched);
    }

    int version(String path) {
        RawStat stat = stats.get(path);
        return stat == null ? 0 : stat.version();
    }

    int aversion(String path) {
        RawStat stat = stats.get(path);
        return stat == null ? 0 : stat.aversion();
    }

    void learn(RawRequest request, Incoming.Reply reply) {
        if (request instanceof RawRequest.Multi multi
                && reply.result() instanceof RawResult.Results results) {
            for (int i = 0; i < results.results().size(); i++) {
                RawResult.OpResult result = results.results().get(i);
                learn(multi.ops().get(i), result.err(), result.result());
            }
        } else {
            learn(request, reply.err(), reply.result());
        }
    }

    private void learn(RawRequest request, int err, RawResult result) {
        if (err == 0) learnWatch(request);
        switch (result) {
            case RawResult.PathAndStat r -> seen(r.path(), r.stat());
            case RawResult.Path r when request instanceof RawRequest.Create -> seen(r.path());
            case RawResult.StatOnly r -> seen(pathOf(request), r.stat());
            case RawResult.DataAndStat r -> seen(pathOf(request), r.stat());
            case RawResult.AclAndStat r -> seen(pathOf(request), r.stat());
            case RawResult.NamesAndStat r -> seen(pathOf(request), r.stat());
            default -> {
                boolean deleted = err == 0 && request.opcode() == Op.DELETE.code();
                if (deleted || err == NO_NODE) gone(pathOf(request));
            }
        }
    }

    private void learnWatch(RawRequest request) {
        switch (request) {
            case RawRequest.PathAndWatch r when r.watch() -> watched.add(r.path());
            case RawRequest.PathAndNumber r when r.opcode() == Op.ADD_WATCH.code() ->
                    watched.add(r.path());
            default -> {}
        }
        if (watched.size() > WATCHED_MAX) watched.remove();
    }

    private void seen(@Nullable String path, RawStat stat) {
        seen(path);
        if (path != null) stats.put(path, stat);
    }

    private void seen(@Nullable String path) {
        if (path != null && path.length() > 1 && !path.startsWith("/zookeeper")) existing.add(path);
    }

    private void gone(@Nullable String path) {
        if (path != null) {
            existing.remove(path);
            stats.remove(path);
        }
    }

    private static @Nullable String pathOf(RawRequest request) {
        return switch (request) {
            case RawRequest.PathOnly r -> r.path();
            case RawRequest.PathAndWatch r -> r.path();
            case RawRequest.PathAndNumber r -> r.path();
            case RawRequest.SetData r -> r.path();
            case RawRequest.SetAcl r -> r.path();
            default -> null;
        };
    }
}
