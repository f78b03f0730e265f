package io.tapio.zab.broadcast;

import io.tapio.testkit.scenario.Player;
import io.tapio.testkit.scenario.Scenarios;
import io.tapio.zab.RecordingOutbox;
import io.tapio.zab.Words;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BroadcastScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsRecorded() throws IOException {
        return Scenarios.beside(BroadcastScenariosTest.class, Leader::new);
    }

    /** {@code leads EPOCH after ZXID of s1 s2 s3}; {@code proposes COUNT}; {@code s1 has ZXID}. */
    private static final class Leader implements Player {
        private final RecordingOutbox out = new RecordingOutbox();
        private LeaderBroadcast broadcast;

        @Override
        public List<String> play(String command) {
            var words = new Words(command);
            switch (words.at(0)) {
                case "leads" ->
                        broadcast =
                                new LeaderBroadcast(
                                        words.quorum(5), words.number(1), words.zxid(3));
                case "proposes" ->
                        broadcast.propose(
                                Words.run(broadcast.proposed().next(), words.number(1)), out);
                case "proposes-from" ->
                        broadcast.propose(Words.run(words.zxid(1), words.number(2)), out);
                default -> broadcast.onLogged(words.server(0), words.zxid(2), out);
            }
            return out.take();
        }
    }
}
