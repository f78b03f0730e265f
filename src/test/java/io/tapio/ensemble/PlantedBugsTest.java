package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.Tamper;
import io.tapio.testkit.sim.World;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simulation finds what others got wrong before us: each bug within so many seeds. */
class PlantedBugsTest {
    private static final int SEEDS = 2_000;
    private static final int RAIN = 4_000;

    /** A bug, and the words in which a world complains of it. */
    private record Planted(String name, Supplier<Tamper> bug, String... complaints) {
        DynamicTest test() {
            return DynamicTest.dynamicTest(name, this::assertFound);
        }

        private void assertFound() {
            boolean found = false;
            for (long seed = 1; seed <= SEEDS && !found; seed++) {
                found = Stream.of(complaints).anyMatch(complaint(seed, bug.get())::contains);
            }
            assertThat(found).as("found within %d seeds", SEEDS).isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPlantedBugIsFound() {
        return Stream.of(
                        new Planted(
                                "an acknowledgement before the fsync",
                                LyingDisks::new,
                                "its disk has",
                                "a promise is on disk first"),
                        new Planted(
                                "the epoch before the history",
                                EpochFirst::new,
                                "a history that is not on disk"),
                        new Planted("a hole in the history sent", Hole::new, "does not follow"),
                        new Planted(
                                "a cut that leaves one entry too many",
                                CutTooLate::new,
                                "does not follow",
                                "after the end",
                                "is committed",
                                "a history that is not on disk"),
                        new Planted(
                                "a commit without a quorum",
                                HastyCommits::new,
                                "is committed",
                                "lacks what is committed",
                                "cuts committed",
                                "instead of"),
                        new Planted(
                                "a vote after the disk was wiped",
                                WipedVotes::new,
                                "is committed",
                                "lacks what is committed",
                                "cuts committed",
                                "instead of",
                                "lead epoch"),
                        new Planted(
                                "a vote after the disk was replaced by an older copy",
                                OldCopyVotes::new,
                                "is committed",
                                "lacks what is committed",
                                "cuts committed",
                                "instead of",
                                "lead epoch"),
                        new Planted(
                                "promises that are forgotten",
                                ForgottenPromises::new,
                                "lead epoch"),
                        new Planted("two entries with one zxid", TwoForOne::new, "is committed"))
                .map(Planted::test);
    }

    private static String complaint(long seed, Tamper bug) {
        try {
            new World(seed, bug, 3 + 2 * (int) (seed % 2), (int) (seed % 2)).live(RAIN);
            return "";
        } catch (AssertionError found) {
            return String.valueOf(found.getMessage()).lines().findFirst().orElse("");
        }
    }

    private static final class LyingDisks implements Tamper {
        @Override
        public boolean disksLie() {
            return true;
        }
    }

    /** NewLeader overtakes the entries that it should end. */
    private static final class EpochFirst implements Tamper {
        private final Map<List<ServerId>, List<ZabMessage>> held = new HashMap<>();

        @Override
        public List<ZabMessage> sent(ServerId from, ServerId to, ZabMessage message) {
            List<ServerId> way = List.of(from, to);
            return switch (message) {
                case ZabMessage.Diff diff -> {
                    held.put(way, new ArrayList<>());
                    yield List.of(message);
                }
                case ZabMessage.SyncEntries entries when held.containsKey(way) -> {
                    held.get(way).add(message);
                    yield List.of();
                }
                case ZabMessage.NewLeader end when held.containsKey(way) -> {
                    var now = new ArrayList<ZabMessage>();
                    now.add(message);
                    now.addAll(held.remove(way));
                    yield now;
                }
                default -> List.of(message);
            };
        }
    }

    private static final class Hole implements Tamper {
        private int count;

        @Override
        public List<ZabMessage> sent(ServerId from, ServerId to, ZabMessage message) {
            boolean lost = message instanceof ZabMessage.SyncEntries && ++count % 20 == 0;
            return lost ? List.of() : List.of(message);
        }
    }

    private static final class CutTooLate implements Tamper {
        @Override
        public List<ZabMessage> sent(ServerId from, ServerId to, ZabMessage message) {
            if (!(message instanceof ZabMessage.Trunc(Zxid at))) return List.of(message);

            return List.of(new ZabMessage.Trunc(new Zxid(at.value() + 1)));
        }
    }

    /** Takes any disk for all. */
    private record HastyQuorum(Quorum honest) implements Quorum {
        @Override
        public Set<ServerId> voters() {
            return honest.voters();
        }

        @Override
        public boolean isReachedBy(Set<ServerId> supporters) {
            return honest.isReachedBy(supporters);
        }

        @Override
        public Zxid agreed(Map<ServerId, Zxid> logged) {
            return Collections.max(logged.values());
        }
    }

    private static final class HastyCommits implements Tamper {
        @Override
        public Quorum quorum(Quorum of) {
            return new HastyQuorum(of);
        }
    }

    private static final class WipedVotes implements Tamper {
        @Override
        public boolean wipedIsProven() {
            return true;
        }

        @Override
        public boolean marksAreKept() {
            return false; // they would tell
        }
    }

    private static final class OldCopyVotes implements Tamper {
        @Override
        public boolean marksAreKept() {
            return false;
        }
    }

    private static final class ForgottenPromises implements Tamper {
        @Override
        public boolean promisesAreForgotten() {
            return true;
        }
    }

    /** One follower is told something else under the same number. */
    private static final class TwoForOne implements Tamper {
        private int count;

        @Override
        public List<ZabMessage> sent(ServerId from, ServerId to, ZabMessage message) {
            if (!(message instanceof ZabMessage.Proposal(Entries run)) || ++count % 500 != 0) {
                return List.of(message);
            }
            byte[] other = run.encoded().toArray();
            other[other.length - 8] ^= 1;
            var forged = new Entries(run.first(), run.last(), Bytes.wrap(other));
            return List.of(new ZabMessage.Proposal(forged));
        }
    }
}
