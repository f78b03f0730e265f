package io.tapio.zab.discovery;

import io.tapio.testkit.scenario.Player;
import io.tapio.testkit.scenario.Scenarios;
import io.tapio.zab.RecordingOutbox;
import io.tapio.zab.Words;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DiscoveryScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsRecorded() throws IOException {
        return Scenarios.beside(DiscoveryScenariosTest.class, Leader::new);
    }

    /** {@code s1 discovers of s1 s2 s3}; {@code s2 had accepted 4}; {@code s2 accepts 5}. */
    private static final class Leader implements Player {
        private final RecordingOutbox out = new RecordingOutbox();
        private LeaderDiscovery discovery;

        @Override
        public List<String> play(String command) {
            var words = new Words(command);
            switch (words.at(1)) {
                case "discovers" ->
                        discovery = new LeaderDiscovery(words.server(0), words.quorum(3));
                case "had" -> discovery.onAcceptedBefore(words.server(0), words.number(3), out);
                default -> discovery.onAcceptedNew(words.server(0), words.number(2), out);
            }
            return out.take();
        }
    }
}
