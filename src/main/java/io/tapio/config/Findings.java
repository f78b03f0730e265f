package io.tapio.config;

import java.util.ArrayList;
import java.util.List;

/** What reading a configuration has turned up so far; reading goes on after a problem. */
final class Findings {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void problem(String line) {
        problems.add(line);
    }

    void warn(String line) {
        warnings.add(line);
    }

    int problemCount() {
        return problems.size();
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void throwIfAnyProblem() throws ConfigError {
        if (!problems.isEmpty()) throw new ConfigError(problems);
    }
}
