package io.tapio.testkit;

import static org.apache.zookeeper.CreateMode.PERSISTENT;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

@Tapio(members = 3)
class CutOffLeaderTest {
    @Test
    void theOthersGoOnWithoutIt(TapioEnsemble ensemble) throws Exception {
        int cutOff = ensemble.leader();
        ensemble.partition(cutOff);
        int next = ensemble.leader();
        try (var zk = new ZooKeeper(ensemble.connectString(next), 10_000, event -> {})) {
            zk.create("/written", new byte[0], OPEN_ACL_UNSAFE, PERSISTENT);
        }
        ensemble.heal();
        ensemble.awaitServing();
        assertEquals(Role.FOLLOWER, ensemble.role(cutOff));
    }
}
