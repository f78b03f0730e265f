package io.tapio.config;

import java.util.List;

/** A configuration no server can start with: one line for each mistake, all of them at once. */
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ConfigError(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, in the order of their discovery; never empty. */
    public List<String> problems() {
        return problems;
    }
}
