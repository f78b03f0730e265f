package io.tapio.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void answersAreRecordedAndCommentsKept() {
        String text =
                """
                # What is said
                # comes back.

                say hello
                ----
                something old

                say
                """;

        assertThat(Scenario.replayed(text, ScenarioTest::echo))
                .isEqualTo(
                        """
                        # What is said
                        # comes back.

                        say hello
                        ----
                        hello

                        say
                        ----
                        nothing
                        """);
    }

    @Test
    void aRecordedScenarioStaysAsItIs() {
        String text = "say a b\nsay c\n----\na\nb\nc\n";

        assertThat(Scenario.replayed(text, ScenarioTest::echo)).isEqualTo(text);
    }

    private static List<String> echo(String command) {
        return List.of(command.split(" ")).stream().skip(1).toList();
    }
}
