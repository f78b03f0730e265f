package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A leader and two learners, to one of which the way is narrow. */
@Timeout(90)
final class NarrowWayTest {
    private static final ServerId ONE = new ServerId(1);
    private static final int RUNS = 40;
    private static final int RUN_BYTES = 1_004_000;
    private static final int MEGABIT_BYTES = 125_000;

    private final LinksRig rig = new LinksRig(3);

    @AfterEach
    void tearDown() {
        rig.close();
    }

    private Node learner(PeerSettings settings) {
        Node learner = rig.start(settings, new ToySupply());
        learner.inbox().counting = true;
        learner.tell(new PeerTransport.Connect(ONE));
        learner.up();
        return learner;
    }

    private PeerSettings behind(NarrowProxy proxy, int id) {
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(rig.members());
        seen.put(ONE, new PeerSettings.Endpoint("127.0.0.1", proxy.port()));
        return new PeerSettings(
                new ServerId(id),
                seen,
                List.of(rig.address(id)),
                PeerRig.PATIENCE,
                PeerSettings.Bounds.DEFAULT);
    }

    @Test
    @Fault("F57")
    void theOtherIsNotHeldUpAndTheQueueIsBoundedAndNothingIsMissing() throws IOException {
        Node leader = rig.start(1);
        try (NarrowProxy proxy = new NarrowProxy(rig.address(1), MEGABIT_BYTES)) {
            Node far = learner(behind(proxy, 2));
            leader.up();
            Node near = learner(rig.settings(3));
            leader.up();

            long began = System.nanoTime();
            Zxid last = propose(leader, far, near);
            assertThat(near.message()).isEqualTo(Toys.ping(1));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
            assertThat(near.inbox().reached).isEqualTo(last);
            assertThat(far.inbox().bytes.get()).isLessThan((long) RUNS * RUN_BYTES / 2);
            assertThat(mostQueued(leader)).isLessThan(10 << 20);

            proxy.widen();
            assertThat(far.message()).isEqualTo(Toys.ping(1));
            assertThat(far.inbox().reached).isEqualTo(last);
            assertThat(far.inbox().gaps).hasValue(0);
        }
    }

    /** Both hear the same; the last zxid. */
    private static Zxid propose(Node leader, Node far, Node near) {
        Zxid next = Zxid.of(4, 1);
        for (int i = 0; i < RUNS; i++) {
            Entries run = Toys.entries(next, 1000, 1000);
            leader.send(far, Toys.proposal(run));
            leader.send(near, Toys.proposal(run));
            next = run.last().next();
        }
        leader.send(far, Toys.ping(1));
        leader.send(near, Toys.ping(1));
        return new Zxid(next.value() - 1);
    }

    private long mostQueued(Node leader) {
        return rig.inspect(leader).members().stream()
                .mapToLong(PeerFigures.View::queuedBytes)
                .max()
                .orElseThrow();
    }
}
