package io.tapio.testkit.sim.bug;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.zab.Quorum;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** Bugs in who is enough, and who is sure. */
final class QuorumBugs {
    private QuorumBugs() {}

    private record Hasty(Quorum honest) implements Quorum {
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

    /** Takes any disk for all. */
    static final class HastyCommits implements Meddler {
        @Override
        public Quorum quorum(Quorum of) {
            return new Hasty(of);
        }
    }

    private record HalfIsEnough(Set<ServerId> voters) implements Quorum {
        @Override
        public boolean isReachedBy(Set<ServerId> supporters) {
            long count = supporters.stream().filter(voters::contains).count();
            return 2 * count >= voters.size();
        }
    }

    /** Counts wrong when the voters are even in number. */
    static final class Half implements Meddler {
        @Override
        public Quorum quorum(Quorum of) {
            return new HalfIsEnough(of.voters());
        }
    }

    static final class SureLeader implements Meddler {
        @Override
        public boolean confirmsAtOnce() {
            return true;
        }
    }

    /** No server asks what a client has seen elsewhere. */
    static final class Forgetful implements Meddler {
        @Override
        public long lastSeen(long truly) {
            return 0;
        }
    }
}
