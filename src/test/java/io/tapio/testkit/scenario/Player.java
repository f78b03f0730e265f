package io.tapio.testkit.scenario;

import java.util.List;

/** A core that a scenario drives: takes one command, answers with what came of it. */
@FunctionalInterface
public interface Player {
    /** The lines of the answer; none means that nothing happened. */
    List<String> play(String command);
}
