package io.tapio.testkit.sim.bug;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.model.ServerId;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.testkit.sim.full.Simulation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bugs between a member and its disk. */
final class LogBugs {
    private LogBugs() {}

    /** Flushes return before anything is flushed. */
    static final class Lying implements Meddler {
        @Override
        public void begin(Simulation world) {
            world.servers().forEach(each -> each.disk().lie());
        }
    }

    /** A writer of an earlier time appends what it still had in hand. */
    static final class OldWriter implements Meddler {
        private final Map<ServerId, Log.Append> last = new HashMap<>();

        @Override
        public List<Log.Command> toLog(ServerId member, Log.Command command) {
            if (command instanceof Log.Append append) last.put(member, append);
            if (!(command instanceof Log.Truncate) || !last.containsKey(member)) {
                return List.of(command);
            }
            return List.of(command, last.get(member));
        }
    }

    /** A member with a new disk believes in it. */
    static final class WipedVotes implements Meddler {
        private final Meddler marks = new WireBugs.MarksAreLost(); // they would tell
        private final Set<ServerId> wiped = new HashSet<>();

        @Override
        public List<io.tapio.peer.PeerMessage> sent(
                ServerId from, ServerId to, io.tapio.peer.PeerMessage message) {
            return marks.sent(from, to, message);
        }

        @Override
        public void starts(ServerId member, boolean isWiped) {
            if (isWiped) wiped.add(member);
        }

        @Override
        public List<Log.Notice> fromLog(ServerId member, Log.Notice notice) {
            if (!(notice instanceof Log.Recovered<?> found) || !wiped.contains(member)) {
                return List.of(notice);
            }
            return List.of(new Log.Recovered<>(found.fold(), proven(found.log())));
        }

        private static RecoveredLog proven(RecoveredLog log) {
            var s = log.standing();
            return with(
                    log,
                    log.acceptedEpoch(),
                    new RecoveredLog.Standing(
                            s.cluster(),
                            s.journal(),
                            true,
                            s.base(),
                            s.epochEnds(),
                            s.marks(),
                            s.quarantined(),
                            s.reader()));
        }
    }

    private static RecoveredLog with(RecoveredLog log, int accepted, RecoveredLog.Standing s) {
        return new RecoveredLog(
                accepted,
                log.currentEpoch(),
                log.establishedEpoch(),
                log.lastLogged(),
                log.committed(),
                log.snapshot(),
                log.records(),
                log.entries(),
                log.cutBytes(),
                log.closedCleanly(),
                log.firstStart(),
                log.spaceBytes(),
                log.took(),
                s,
                log.figures());
    }

    /** After a restart a member knows of no epoch but that of its entries. */
    static final class ForgetsPromises implements Meddler {
        @Override
        public List<Log.Notice> fromLog(ServerId member, Log.Notice notice) {
            if (!(notice instanceof Log.Recovered<?> found)) return List.of(notice);

            RecoveredLog log = found.log();
            int least = Math.max(log.establishedEpoch(), log.lastLogged().epoch());
            return List.of(new Log.Recovered<>(found.fold(), with(log, least, log.standing())));
        }
    }
}
