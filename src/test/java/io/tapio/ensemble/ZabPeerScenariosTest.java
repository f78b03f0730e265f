package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.scenario.Player;
import io.tapio.testkit.scenario.Scenarios;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Majority;
import io.tapio.zab.Membership;
import io.tapio.zab.RecordingOutbox;
import io.tapio.zab.SpokenMessage;
import io.tapio.zab.ToyHistory;
import io.tapio.zab.Words;
import io.tapio.zab.ZabSettings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ZabPeerScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsRecorded() throws IOException {
        return Scenarios.beside(ZabPeerScenariosTest.class, Peer::new);
    }

    /**
     * One member, alone unless {@code member s1 of s1 s2 s3 and s4} says otherwise; its log has the
     * entries of {@code log ZXID...}; {@code counts-to LAST} restarts it with epochs that end
     * there. {@code recovered ACCEPTED CURRENT ZXID [unproven]}; the log's words {@code accepted},
     * {@code established}, {@code durable}, {@code truncated}, {@code installed}; {@code proposes
     * FIRST COUNT}; {@code s2 says MESSAGE}; {@code s2 up}; {@code asks TOKEN} whether it leads;
     * {@code hands-over}; {@code disk-is-slow}; {@code retinue} tells who follows.
     */
    private static final class Peer implements Player {
        private static final ServerId ALONE = new ServerId(1);
        private static final ZabSettings SETTINGS = new ZabSettings(2, 3, 2, 20, 10, 9);
        private RecordingOutbox out = new RecordingOutbox();
        private ZabPeer peer = Lone.peer(ALONE);

        @Override
        public List<String> play(String command) {
            var words = new Words(command);
            switch (words.at(0)) {
                case "retinue" -> {
                    return List.of(retinue());
                }
                case "restarts" -> peer = Lone.peer(ALONE);
                case "counts-to" -> peer = Lone.peer(ALONE, words.number(1));
                case "member" -> become(words);
                case "log" -> fill(words);
                case "recovered" -> peer.recovered(recollection(words), out);
                case "accepted" -> peer.epochAccepted(words.number(1), out);
                case "established" -> peer.epochEstablished(words.number(1), out);
                case "proposes" -> peer.propose(words.run(1), out);
                case "durable" -> peer.durable(words.zxid(1), out);
                case "truncated" -> peer.truncated(words.zxid(1), out);
                case "installed" -> peer.snapshotInstalled(words.zxid(1), out);
                case "snapshot" -> peer.snapshotReceived(words.zxid(2), out);
                case "ticks" -> ticks(words.number(1));
                case "asks" -> peer.confirm(words.number(1), out);
                case "hands-over" -> peer.handOver(out);
                case "disk-is-slow" -> peer.diskSlow(out);
                default -> other(words);
            }
            return out.take();
        }

        private void other(Words words) {
            ServerId from = words.server(0);
            switch (words.at(1)) {
                case "up" -> peer.linkUp(from, out);
                case "down" -> peer.linkDown(from, out);
                case "says" -> peer.received(from, SpokenMessage.of(words, 2), out);
                case "gets" -> peer.snapshotReady(from, words.zxid(2), out);
                default -> throw new IllegalArgumentException(words.at(1));
            }
        }

        private String retinue() {
            Retinue now = peer.retinue();
            return "%d connected, %d followers and %d observers synced"
                    .formatted(now.connected(), now.syncedFollowers(), now.syncedObservers());
        }

        private void become(Words words) {
            Set<ServerId> voters = new HashSet<>();
            Set<ServerId> observers = new HashSet<>();
            Set<ServerId> kind = voters;
            for (int i = 3; i < words.count(); i++) {
                if (words.at(i).equals("and")) kind = observers;
                else kind.add(words.server(i));
            }
            out = new RecordingOutbox();
            var members = new Membership(new Majority(voters), observers, 0);
            peer = new ZabPeer(words.server(1), members, SETTINGS);
        }

        private void fill(Words words) {
            for (int i = 1; i < words.count(); i++) {
                out.history().fillTo(words.zxid(i));
            }
        }

        private Recollection recollection(Words words) {
            LogOutline log = out.history().outline();
            if (log.last().equals(Zxid.NONE)) log = ToyHistory.upTo(words.zxid(3)).outline();
            var found = Lone.found(words.number(1), words.number(2), log);
            return new Recollection(
                    found.acceptedEpoch(),
                    found.establishedEpoch(),
                    log,
                    found.committed(),
                    found.proven() && !words.has("unproven"),
                    words.marks());
        }

        private void ticks(int count) {
            for (int i = 0; i < count; i++) {
                peer.tick(out);
            }
        }
    }
}
