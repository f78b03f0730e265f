package io.tapio.zab.election;

import io.tapio.model.ServerId;
import io.tapio.testkit.scenario.Player;
import io.tapio.testkit.scenario.Scenarios;
import io.tapio.zab.Majority;
import io.tapio.zab.Marks;
import io.tapio.zab.Membership;
import io.tapio.zab.RecordingOutbox;
import io.tapio.zab.SpokenMessage;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.WeightedGroups;
import io.tapio.zab.Words;
import io.tapio.zab.ZabMessage.Notification;
import io.tapio.zab.ZabSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ElectionScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsRecorded() throws IOException {
        return Scenarios.beside(ElectionScenariosTest.class, Looking::new);
    }

    /**
     * {@code s1 looks EPOCH ZXID ROUND of s1 s2 s3} with the round before, {@code s1 weighs-nothing
     * ...} likewise; {@code s2 says LOOKING ROUND for s2 EPOCH ZXID}; {@code ticks COUNT}.
     */
    private static final class Looking implements Player {
        private static final ZabSettings SETTINGS = new ZabSettings(2, 3, 2, 20, 10, 1 << 30);
        private final RecordingOutbox out = new RecordingOutbox();
        private Election election;

        @Override
        public List<String> play(String command) {
            var words = new Words(command);
            if (words.at(0).equals("ticks")) {
                for (int i = 0; i < words.number(1); i++) {
                    election.tick(out);
                }
            } else if (words.at(1).equals("says")) {
                var said = (Notification) SpokenMessage.of(words, 2);
                election.onNotification(words.server(0), said, out);
            } else {
                begin(words);
            }
            var lines = new ArrayList<>(out.take());
            election.decision().ifPresent(each -> lines.add(line(each)));
            return lines;
        }

        private static String line(Decision decision) {
            return "trusts s%s in round %d".formatted(decision.leader(), decision.round());
        }

        private void begin(Words words) {
            ServerId self = words.server(0);
            Set<ServerId> voters = new HashSet<>();
            for (int i = 6; i < words.count(); i++) {
                voters.add(words.server(i));
            }
            var quorum =
                    words.at(1).equals("weighs-nothing")
                            ? new WeightedGroups(List.of(voters), Map.of(self, 0))
                            : new Majority(voters);
            var vote = new Vote(self, words.number(2), words.zxid(3));
            election =
                    new Election(
                            self,
                            new Membership(quorum, Set.of(), 0),
                            new Standing(true, vote.epoch(), vote.epoch(), vote.lastLogged()),
                            new Marks(Map.of()),
                            words.number(4),
                            SETTINGS);
            election.start(Set.of(), out);
        }
    }
}
