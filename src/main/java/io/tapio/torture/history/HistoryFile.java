package io.tapio.torture.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A history on disk, one line of JSON for each event. Lines are written as they come, so that a
 * long history takes no memory while it grows; lines that begin with {@code #} are for people.
 */
public final class HistoryFile implements AutoCloseable {
    private final BufferedWriter out;
    private long events;

    private HistoryFile(BufferedWriter out) {
        this.out = out;
    }

    public static HistoryFile create(Path file) {
        try {
            return new HistoryFile(Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an event behind all others; many clients may do so. */
    public synchronized void append(Event event) {
        try {
            out.append(line(event)).append('\n');
            events++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized long events() {
        return events;
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static History read(Path file) {
        try (var lines = Files.lines(file)) {
            return parse(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static History parse(Stream<String> lines) {
        var reader = new EventReader();
        return new History(
                lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(reader::read)
                        .toList());
    }

    public static String line(Event event) {
        return new EventWriter().write(event);
    }

    /** The event of one line. */
    public static Event event(String line) {
        return new EventReader().read(line);
    }
}
