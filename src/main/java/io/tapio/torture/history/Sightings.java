package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Event.Remains;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the data of writes were seen. Every payload is used once, so that one look at it tells the
 * zxid of its write, even if nobody was told of that.
 */
final class Sightings {

    /** The data of a write, at this node, since this zxid. */
    record Sighting(String path, long zxid, Event by) {}

    private record Origin(Operation write, Call.Step step) {}

    private final Map<String, Origin> origins = new HashMap<>();
    private final IdentityHashMap<Operation, Sighting> firstOf = new IdentityHashMap<>();
    private final Map<String, Sighting> firstOfPayload = new HashMap<>();
    private final List<Contradiction> contradictions = new ArrayList<>();

    /** One payload, two different places. */
    record Contradiction(String says, List<Event> concerned) {}

    Sightings(History history, Steps steps) {
        for (var event : history.events()) {
            steps.one();
            if (event instanceof Operation op) addOrigins(op);
        }
        for (var event : history.events()) {
            steps.one();
            switch (event) {
                case Operation op -> look(op);
                case Remains left -> look(left.path(), left.data(), left.stat(), left);
                case Event.Fired e -> {}
                case Event.Attached e -> {}
                case Event.Detached e -> {}
                case Event.Expired e -> {}
            }
        }
    }

    private void addOrigins(Operation op) {
        for (var step : op.call().steps()) {
            var data = payload(step);
            if (data.isEmpty()) continue;
            var twin = origins.putIfAbsent(data, new Origin(op, step));
            if (twin != null) {
                throw new IllegalArgumentException(
                        "a payload is used twice: " + twin.write + ", " + op);
            }
        }
    }

    private static String payload(Call.Step step) {
        return switch (step) {
            case Call.Create create -> create.data();
            case Call.SetData set -> set.data();
            case Call.Delete delete -> "";
            case Call.Check check -> "";
        };
    }

    private void look(Operation op) {
        if (op.call() instanceof Call.GetData get
                && op.answer() instanceof Answer.Done done
                && done.result() instanceof Result.Data seen) {
            look(get.path(), seen.data(), seen.stat(), op);
        }
    }

    private void look(String path, String data, Stat stat, Event by) {
        var origin = origins.get(data);
        if (origin == null) return;
        var here = new Sighting(path, stat.mzxid(), by);
        var before = firstOfPayload.putIfAbsent(data, here);
        if (before == null) firstLook(origin.write, here);
        else if (before.zxid != here.zxid || !before.path.equals(path)) {
            contradict("a write was done twice", origin.write, before.by, by);
        }
    }

    private void firstLook(Operation write, Sighting here) {
        switch (write.answer()) {
            case Answer.Done done -> {
                if (done.zxid() != here.zxid) {
                    contradict(
                            "a write was done at another zxid than its client was told",
                            write,
                            here.by);
                }
            }
            case Answer.Failed failed ->
                    contradict("a write that was refused was done", write, here.by);
            case Answer.Lost lost -> {
                var before = firstOf.putIfAbsent(write, here);
                if (before != null && before.zxid != here.zxid) {
                    contradict(
                            "the steps of one write were done at two zxids",
                            write,
                            before.by,
                            here.by);
                }
            }
        }
    }

    private void contradict(String says, Event... concerned) {
        contradictions.add(new Contradiction(says, List.of(concerned)));
    }

    List<Contradiction> contradictions() {
        return contradictions;
    }

    /** Of a write that nobody answered. */
    Optional<Sighting> of(Operation write) {
        return Optional.ofNullable(firstOf.get(write));
    }

    /** The path of a sequential node that nobody was told of. */
    Optional<String> madeBy(Call.Create step) {
        return Optional.ofNullable(firstOfPayload.get(step.data())).map(Sighting::path);
    }
}
