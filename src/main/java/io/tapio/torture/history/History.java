package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.List;
import java.util.stream.Stream;

/** All that the clients of one run asked and were told, and what remained when all was over. */
public record History(List<Event> events) {

    public History {
        events = List.copyOf(events);
    }

    /** In the order in which they were answered or given up. */
    public List<Operation> operations() {
        return all(Operation.class).toList();
    }

    <T extends Event> Stream<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
