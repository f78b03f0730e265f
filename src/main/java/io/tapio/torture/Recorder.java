package io.tapio.torture;

import io.tapio.torture.history.Event;
import io.tapio.torture.history.HistoryFile;
import java.nio.file.Path;

/** Writes down what the clients ask and are told, and counts it for the picture. */
final class Recorder implements AutoCloseable {
    private final HistoryFile file;
    private final Tally tally = new Tally();
    private final long start = System.nanoTime();

    Recorder(Path file) {
        this.file = HistoryFile.create(file);
    }

    /** Nanoseconds since the beginning. */
    long now() {
        return System.nanoTime() - start;
    }

    void add(Event event) {
        file.append(event);
        if (event instanceof Event.Operation op) tally.add(op);
    }

    Tally tally() {
        return tally;
    }

    long events() {
        return file.events();
    }

    @Override
    public void close() {
        file.close();
    }
}
