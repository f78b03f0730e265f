package io.tapio.explore;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.explore.Flaw;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bugs that an exploration must find. */
enum PlantedFlaw implements Flaw {
    ACKNOWLEDGED_BEFORE_THE_FSYNC {
        @Override
        public boolean disksLie() {
            return true;
        }
    },

    /** As before, and seen only by what is lost of it. */
    LYING_DISKS_THAT_LOSE {
        @Override
        public boolean disksLie() {
            return true;
        }

        @Override
        public boolean onlyOutcomesCount() {
            return true;
        }
    },

    ANYBODY_IS_A_QUORUM {
        @Override
        public Quorum quorum(Quorum of) {
            return new Lax(of, true);
        }
    },

    COMMITTED_BY_ONE_DISK {
        @Override
        public Quorum quorum(Quorum of) {
            return new Lax(of, false);
        }
    },

    /** As before, and seen only by what is lost of it. */
    COMMITTED_BY_ONE_DISK_AND_LOST {
        @Override
        public Quorum quorum(Quorum of) {
            return new Lax(of, false);
        }

        @Override
        public boolean onlyOutcomesCount() {
            return true;
        }
    },

    A_LOST_DISK_VOTES {
        @Override
        public boolean wipedIsProven() {
            return true;
        }
    },

    /** As before, and seen only by what is lost of it. */
    A_LOST_DISK_VOTES_AND_MORE_IS_LOST {
        @Override
        public boolean wipedIsProven() {
            return true;
        }

        @Override
        public boolean onlyOutcomesCount() {
            return true;
        }
    },

    PROMISES_ARE_FORGOTTEN {
        @Override
        public boolean promisesAreForgotten() {
            return true;
        }

        @Override
        public boolean onlyOutcomesCount() {
            return true;
        }
    },

    A_CUT_LEAVES_ONE_TOO_MANY {
        @Override
        public List<ZabMessage> said(ZabMessage message) {
            return message instanceof ZabMessage.Trunc(Zxid at)
                    ? List.of(new ZabMessage.Trunc(new Zxid(at.value() + 1)))
                    : List.of(message);
        }
    },

    THE_HISTORY_IS_LEFT_OUT {
        @Override
        public List<ZabMessage> said(ZabMessage message) {
            return message instanceof ZabMessage.SyncEntries ? List.of() : List.of(message);
        }
    };

    private record Lax(Quorum honest, boolean forAll) implements Quorum {
        @Override
        public Set<ServerId> voters() {
            return honest.voters();
        }

        @Override
        public boolean isReachedBy(Set<ServerId> supporters) {
            return forAll ? !supporters.isEmpty() : honest.isReachedBy(supporters);
        }

        @Override
        public Zxid agreed(Map<ServerId, Zxid> logged) {
            return Collections.max(logged.values());
        }
    }
}
