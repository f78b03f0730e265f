package io.tapio.torture.history;

import java.util.List;

/**
 * One contradiction between a history and a promise.
 *
 * @param says in one plain sentence what is wrong
 * @param concerned the events that contradict each other
 */
public record Finding(Promise promise, String says, List<Event> concerned) {

    public Finding {
        concerned = List.copyOf(concerned);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(promise + ": " + says);
        for (var event : concerned) text.append("\n    ").append(HistoryFile.line(event));
        return text.toString();
    }
}
