package io.tapio.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How servers of the test kit are made.
 *
 * @param folder where their data lies; empty: in memory
 * @param observers members of an ensemble that do not vote, numbered after those that do
 * @param settings further lines of {@code zoo.cfg}, by their keys
 */
public record Setup(Optional<Path> folder, int observers, Map<String, String> settings) {

    public Setup {
        settings = Map.copyOf(settings);
        if (observers < 0) throw new IllegalArgumentException("observers: " + observers);
    }

    /** Data in memory: as fast as it gets, and gone when the ensemble is closed. */
    public static Setup inMemory() {
        return new Setup(Optional.empty(), 0, Map.of());
    }

    /**
     * Data below {@code folder}, which is made if need be: of one server right there, of several in
     * a folder for each, named by its number. It stays, and the next ensemble goes on from it.
     */
    public static Setup inFolder(Path folder) {
        return new Setup(Optional.of(folder), 0, Map.of());
    }

    public Setup withObservers(int count) {
        return new Setup(folder, count, settings);
    }

    /** With one more line of {@code zoo.cfg}. The kit alone says who the members are. */
    public Setup with(String key, String value) {
        if (key.startsWith("server.") || key.equals("dataDir")) {
            throw new IllegalArgumentException(key + " is the test kit's to set");
        }
        var more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new Setup(folder, observers, more);
    }
}
