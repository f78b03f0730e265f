package io.tapio.testkit.sim.bug;

import io.tapio.jute.EntryRuns;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.state.Outcome;
import io.tapio.state.Outcomes;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.txn.EntriesReader;
import io.tapio.wire.OpCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Bugs between a member and its state, and between the state and those who look at it. */
final class ReplicaBugs {
    private ReplicaBugs() {}

    static final class KeepsWhatWasCut implements Meddler {
        @Override
        public List<Replica.Command> toReplica(ServerId member, Replica.Command command) {
            return command instanceof Replica.Truncated ? List.of() : List.of(command);
        }
    }

    /** What its own disk has is committed for a leader. */
    static final class CommitsAlone implements Meddler {
        private Simulation world;

        @Override
        public void begin(Simulation simulation) {
            world = simulation;
        }

        @Override
        public List<Replica.Command> toReplica(ServerId member, Replica.Command command) {
            boolean alone =
                    command instanceof Replica.LogRoom room
                            && room.durable().isAfter(Zxid.NONE)
                            && world.server(member).isLeading();
            if (!alone) return List.of(command);

            return List.of(new Replica.Commit(((Replica.LogRoom) command).durable()), command);
        }
    }

    /** A follower that passes over the end of a session. */
    static final class MissesCloses implements Meddler {
        @Override
        public List<Replica.Command> toReplica(ServerId member, Replica.Command command) {
            if (!(command instanceof Replica.Logged(Entries run))) return List.of(command);

            var kept = new ArrayList<Replica.Command>();
            Zxid before = new Zxid(run.first().value() - 1);
            for (var each = new EntriesReader(run); each.hasNext(); ) {
                var header = each.next().header();
                if (header.opCode() != OpCode.CLOSE_SESSION) {
                    kept.add(new Replica.Logged(EntryRuns.between(run, before, header.zxid())));
                }
                before = header.zxid();
            }
            return kept;
        }
    }

    /** One bit is not in memory as it is on disk. */
    static final class WrongMemory implements Meddler {
        private int count;

        @Override
        public List<Replica.Command> toReplica(ServerId member, Replica.Command command) {
            if (!(command instanceof Replica.Logged(Entries run)) || ++count % 400 != 0) {
                return List.of(command);
            }
            byte[] other = run.encoded().toArray();
            other[4 + 8 + 4 + 8 + 7] ^= 1; // of the time of day in the first entry
            return List.of(
                    new Replica.Logged(new Entries(run.first(), run.last(), Bytes.wrap(other))));
        }
    }

    /** Changes are told when the replies are on their way. */
    static final class EventsLate implements Meddler {
        @Override
        public Outcomes outcomes(ServerId member, Outcomes outcomes) {
            outcomes.list().sort(Comparator.comparing(Outcome.Changed.class::isInstance));
            return outcomes;
        }
    }

    static final class EventsLost implements Meddler {
        private int count;

        @Override
        public Outcomes outcomes(ServerId member, Outcomes outcomes) {
            outcomes.list().removeIf(each -> each instanceof Outcome.Changed && ++count % 50 == 0);
            return outcomes;
        }
    }

    /** Two replies to one client that are handed on together change places. */
    static final class RepliesSwapped implements Meddler {
        @Override
        public Outcomes outcomes(ServerId member, Outcomes outcomes) {
            List<Outcome> list = outcomes.list();
            for (int i = 0; i + 1 < list.size(); i++) {
                for (int k = i + 1; k < list.size(); k++) {
                    if (belongTogether(list.get(i), list.get(k))) {
                        Outcome first = list.get(i);
                        list.set(i, list.get(k));
                        list.set(k, first);
                        return outcomes;
                    }
                }
            }
            return outcomes;
        }

        private static boolean belongTogether(Outcome one, Outcome other) {
            Object a = asker(one);
            return a != null && a == asker(other);
        }

        private static Object asker(Outcome of) {
            return switch (of) {
                case Outcome.Answered answered -> answered.to();
                case Outcome.Reads reads -> reads.batch().asker();
                default -> null;
            };
        }
    }
}
