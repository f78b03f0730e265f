package io.tapio.state;

import static io.tapio.state.Caller.bytes;

import io.tapio.jute.JuteReader;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.testkit.scenario.Player;
import io.tapio.testkit.scenario.Scenarios;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class StateScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioGoesAsRecorded() throws IOException {
        return Scenarios.beside(StateScenariosTest.class, Stage::new);
    }

    /**
     * Clients by name: {@code ann connects}, {@code ann creates /a [FLAGS]}, {@code ann sets /a X},
     * {@code ann gets /a}, {@code ann deletes /a}, {@code ann closes}, {@code ann comes back}; the
     * log: {@code proposed}, {@code committed [COUNT entries]}; time: {@code ticks COUNT}.
     */
    private static final class Stage implements Player {
        private final House house = new House();
        private final Map<String, Caller> callers = new LinkedHashMap<>();
        private int proposedBefore;
        private int changedBefore;

        @Override
        public List<String> play(String command) {
            String[] words = command.split(" +");
            switch (words[0]) {
                case "proposed" -> house.propose();
                case "committed" -> commit(words.length > 1 ? Integer.parseInt(words[1]) : 0);
                case "ticks" -> ticks(Integer.parseInt(words[1]));
                case "full" -> house.room(0, true);
                case "roomy" -> house.room(House.AMPLE_ROOM_BYTES, false);
                default -> ask(words[0], words);
            }
            return outcome();
        }

        private void commit(int entries) {
            house.propose();
            if (entries == 0) while (!house.inFlight.isEmpty()) house.commitNext();
            else {
                long applied = house.machine.state().applied().value();
                long epochStart = Math.max(applied, io.tapio.model.Zxid.startOf(1).value());
                house.commit(new io.tapio.model.Zxid(epochStart + entries));
            }
        }

        private void ticks(int count) {
            for (int i = 0; i < count; i++) {
                house.tick();
            }
        }

        private void ask(String name, String[] words) {
            switch (words[1]) {
                case "connects" -> callers.put(name, house.opening());
                case "comes" ->
                        callers.put(name + "'", house.reattach(callers.get(name).session()));
                case "leaves" -> callers.get(name).detach();
                case "closes" -> callers.get(name).close();
                case "creates" ->
                        callers.get(name)
                                .create(
                                        words[2],
                                        words.length > 3 ? Integer.parseInt(words[3]) : 0);
                case "makes-container" ->
                        callers.get(name).create(OpCode.CREATE_CONTAINER, words[2], 0);
                case "makes-ttl" ->
                        callers.get(name)
                                .send(
                                        OpCode.CREATE_TTL,
                                        new Request.CreateTtl(
                                                bytes(words[2]),
                                                Bytes.EMPTY,
                                                Acl.OPEN,
                                                5,
                                                Long.parseLong(words[3])));
                case "deletes" -> callers.get(name).delete(words[2]);
                case "sets" -> callers.get(name).set(words[2], words[3], -1);
                case "gets" -> callers.get(name).get(words[2]);
                case "pings" -> callers.get(name).send(OpCode.PING, new Request.Ping());
                default -> throw new IllegalArgumentException(words[1]);
            }
        }

        private List<String> outcome() {
            var lines = new ArrayList<String>();
            for (var entries : house.log.subList(proposedBefore, house.log.size())) {
                lines.add("proposes " + entries.first() + ".." + entries.last());
            }
            proposedBefore = house.log.size();
            for (String change : house.changes.subList(changedBefore, house.changes.size())) {
                lines.add("changed " + change);
            }
            changedBefore = house.changes.size();
            callers.forEach((name, caller) -> lines.addAll(told(name, caller)));
            return lines;
        }

        private static List<String> told(String name, Caller caller) {
            var lines = new ArrayList<String>();
            for (Delivery delivery : caller.takeDeliveries()) {
                if (delivery instanceof Delivery.Answers answers) {
                    for (Bytes frame : House.framesIn(answers.frames())) {
                        lines.add(name + " <- " + reply(frame));
                    }
                    if (answers.hangUp()) lines.add(name + " <- end of connection");
                } else {
                    lines.add(name + " <- " + delivery);
                }
            }
            return lines;
        }

        private static String reply(Bytes frame) {
            var in = new JuteReader(frame);
            var header = ReplyReader.header(in);
            if (header.xid() == -1) {
                var event = ReplyReader.event(in);
                return EventType.values()[event.type() - 1] + " " + event.path();
            }
            return header.xid()
                    + " zxid=0x"
                    + Long.toHexString(header.zxid())
                    + " "
                    + KeeperError.ofCode(header.err());
        }
    }
}
