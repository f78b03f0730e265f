package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.testkit.scenario.Player;
import io.tapio.testkit.scenario.Scenarios;
import io.tapio.zab.RecordingOutbox;
import io.tapio.zab.Words;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ZabPeerScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsRecorded() throws IOException {
        return Scenarios.beside(ZabPeerScenariosTest.class, Alone::new);
    }

    /**
     * An ensemble of one: {@code restarts}; {@code counts-to LAST}, which restarts with epochs that
     * end there; {@code recovered ACCEPTED CURRENT ZXID}; {@code accepted EPOCH}; {@code
     * established EPOCH}; {@code proposes FIRST COUNT}; {@code durable ZXID}.
     */
    private static final class Alone implements Player {
        private static final ServerId SELF = new ServerId(1);
        private final RecordingOutbox out = new RecordingOutbox();
        private ZabPeer peer = Lone.peer(SELF);

        @Override
        public List<String> play(String command) {
            var words = new Words(command);
            switch (words.at(0)) {
                case "restarts" -> peer = Lone.peer(SELF);
                case "counts-to" -> peer = Lone.peer(SELF, words.number(1));
                case "recovered" ->
                        peer.recovered(
                                Lone.found(words.number(1), words.number(2), words.zxid(3)), out);
                case "accepted" -> peer.epochAccepted(words.number(1), out);
                case "established" -> peer.epochEstablished(words.number(1), out);
                case "proposes" -> peer.propose(Words.run(words.zxid(1), words.number(2)), out);
                case "durable" -> peer.durable(words.zxid(1), out);
                default -> throw new IllegalArgumentException(command);
            }
            return out.take();
        }
    }
}
