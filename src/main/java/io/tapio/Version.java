package io.tapio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Properties;

/** The version of this build, as the build wrote it. */
final class Version {
    private static final String ZOOKEEPER = "3.9.5";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final String RESOURCE = "/tapio-version.properties";

    private Version() {}

    static String current() {
        return read("version");
    }

    /**
     * For those who ask a ZooKeeper for its version: the one we behave like, then our own, and the
     * date, in ZooKeeper's form.
     */
    static String asZooKeeper() {
        return ZOOKEEPER + "-tapio-" + current() + ", built on " + builtOn();
    }

    private static String builtOn() {
        String built = read("built");
        try {
            return DATE.format(Instant.parse(built));
        } catch (DateTimeParseException unknown) {
            return built;
        }
    }

    private static String read(String key) {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            var properties = new Properties();
            if (in != null) properties.load(in);
            return properties.getProperty(key, "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
