package io.tapio.admin;

import io.tapio.model.Zxid;
import io.tapio.state.ReplicatedState;
import io.tapio.state.StateMachine;
import io.tapio.tree.DataTree;
import io.tapio.tree.Quotas;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state in numbers.
 *
 * @param nodeCount as ZooKeeper counts, for whom the root is two: {@code /} and the empty path
 * @param pendingSyncs requests for {@code sync} that wait for an answer
 * @param sessions of the ensemble
 * @param localSessions that this server alone knows
 * @param quotas by namespace, the first name of the limited paths; limits and usage summed up
 */
record StateFigures(
        Zxid applied,
        long nodeCount,
        long ephemerals,
        long dataBytes,
        long sessions,
        int pendingSyncs,
        long localSessions,
        SortedMap<String, Quota> quotas) {

    /** Limits and usage of all limited subtrees of a namespace; an absent limit counts as -1. */
    record Quota(long countLimit, long bytesLimit, long count, long bytes) {
        Quota plus(Quota other) {
            return new Quota(
                    countLimit + other.countLimit,
                    bytesLimit + other.bytesLimit,
                    count + other.count,
                    bytes + other.bytes);
        }

        static Quota of(Quotas.Quota quota) {
            var limits = quota.limits();
            return new Quota(
                    limits.countHard() >= 0 ? limits.countHard() : limits.count(),
                    limits.bytesHard() >= 0 ? limits.bytesHard() : limits.bytes(),
                    quota.usage().count(),
                    quota.usage().bytes());
        }
    }

    static StateFigures of(StateMachine machine) {
        ReplicatedState state = machine.state();
        DataTree tree = state.tree();
        return new StateFigures(
                state.applied(),
                tree.nodeCount() + 1L,
                tree.owners().ephemeralCount(),
                tree.approximateDataSize(),
                state.sessions().count(),
                machine.pendingSyncs(),
                machine.localSessions().count(),
                byNamespace(tree.quotas().all()));
    }

    private static SortedMap<String, Quota> byNamespace(Collection<Quotas.Quota> all) {
        var sums = new TreeMap<String, Quota>();
        for (Quotas.Quota each : all) {
            String path = each.path().toString();
            int end = path.indexOf('/', 1);
            String namespace = path.substring(1, end < 0 ? path.length() : end);
            sums.merge(namespace, Quota.of(each), Quota::plus);
        }
        return sums;
    }
}
