package io.tapio.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Properties;

/** Loads configurations that tests write as text. */
final class Texts {
    private Texts() {}

    /** Properties are written {@code name=value}. */
    static TapioConfig.Loaded load(String text, String... properties) throws ConfigError {
        var set = new Properties();
        for (var property : properties) {
            var parts = property.split("=", 2);
            set.setProperty(parts[0], parts[1]);
        }
        return TapioConfig.load(ZooCfg.parse("zoo.cfg", text), set);
    }

    static List<String> problems(String text, String... properties) {
        return catchThrowableOfType(ConfigError.class, () -> load(text, properties)).problems();
    }
}
