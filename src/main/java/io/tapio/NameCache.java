package io.tapio;

import java.security.Security;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * How long this process remembers where a host's name leads: hardly at all, for hosts move, and a
 * member must be found where it is now. Java would remember for half a minute, and for ten seconds
 * that there is no such host.
 */
final class NameCache {
    private static final String FOUND = "networkaddress.cache.ttl";
    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";
    private static final String SECONDS = "1"; // names are looked up once per dial, seldom oftener
    private static final String JAVAS_NOT_FOUND = "10"; // what every JDK's file says

    private NameCache() {}

    /** To be called before the first name is looked up. */
    static void shorten() {
        changes(name -> Optional.ofNullable(Security.getProperty(name)), System.getProperties())
                .forEach(Security::setProperty);
    }

    /**
     * What to set, given what the security properties are. What somebody has chosen stays; with
     * {@code -D} as well, where one would look for it.
     */
    static Map<String, String> changes(
            Function<String, Optional<String>> security, Properties system) {
        var changes = new LinkedHashMap<String, String>();
        boolean chosen = security.apply(FOUND).isPresent() || has(system, "sun.net.inetaddr.ttl");
        if (has(system, FOUND)) changes.put(FOUND, system.getProperty(FOUND));
        else if (!chosen) changes.put(FOUND, SECONDS);

        boolean chosenToo =
                security.apply(NOT_FOUND)
                                .filter(value -> !value.equals(JAVAS_NOT_FOUND))
                                .isPresent()
                        || has(system, "sun.net.inetaddr.negative.ttl");
        if (has(system, NOT_FOUND)) changes.put(NOT_FOUND, system.getProperty(NOT_FOUND));
        else if (!chosenToo) changes.put(NOT_FOUND, SECONDS);
        return changes;
    }

    private static boolean has(Properties system, String name) {
        return system.getProperty(name) != null;
    }
}
