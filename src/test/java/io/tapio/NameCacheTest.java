package io.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class NameCacheTest {
    private static final String FOUND = "networkaddress.cache.ttl";
    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";
    private static final Map<String, String> AS_JAVA_COMES = Map.of(NOT_FOUND, "10");

    private static Map<String, String> changes(Map<String, String> security, String... system) {
        var properties = new Properties();
        for (String each : system) {
            properties.setProperty(each.substring(0, each.indexOf('=')), each.split("=")[1]);
        }
        return NameCache.changes(name -> Optional.ofNullable(security.get(name)), properties);
    }

    @Test
    void namesAreRememberedForASecond() {
        assertThat(changes(AS_JAVA_COMES)).isEqualTo(Map.of(FOUND, "1", NOT_FOUND, "1"));
    }

    @Test
    void whatSomebodyHasChosenStays() {
        assertThat(changes(Map.of(FOUND, "60", NOT_FOUND, "20"))).isEmpty();
        assertThat(
                        changes(
                                AS_JAVA_COMES,
                                "sun.net.inetaddr.ttl=60",
                                "sun.net.inetaddr.negative.ttl=60"))
                .isEmpty();
        assertThat(changes(Map.of(FOUND, "60", NOT_FOUND, "10"))).containsOnlyKeys(NOT_FOUND);
    }

    @Test
    void aChoiceOnTheCommandLineIsOneToo() {
        assertThat(changes(AS_JAVA_COMES, FOUND + "=7", NOT_FOUND + "=8"))
                .isEqualTo(Map.of(FOUND, "7", NOT_FOUND, "8"));
    }
}
