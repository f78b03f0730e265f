package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Messages between actor systems keep what every way promises, though they may get lost. */
final class ClusterLinksTest extends PeerTransportContract {
    private final AtomicInteger untilLoss = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    PeerRig rig() {
        return new ClusterRig(3, this::post);
    }

    private void post(ActorRef<Telegram> to, Telegram telegram) {
        boolean countsDown = telegram instanceof Telegram.Piece;
        if (!countsDown || untilLoss.decrementAndGet() != 0) to.tell(telegram);
    }

    @Test
    void a_message_that_gets_lost_costs_the_link_and_nothing_overtakes_it() {
        PeerRig rig = built();
        Node leader = rig.start(1);
        Node learner = rig.start(2);
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 5; round++) {
            untilLoss.set(Integer.MAX_VALUE); // a loss that is still due would cost the dial
            learner.tell(new PeerTransport.Connect(new ServerId(1)));
            skipTo(learner, PeerTransport.Up.class);
            skipTo(leader, PeerTransport.Up.class);
            untilLoss.set(1 + random.nextInt(20));
            int expected = 0;
            for (int i = 0; i < 5000; i++) {
                leader.send(learner, Toys.ping(i));
            }
            PeerTransport.Event event = learner.next();
            while (event instanceof PeerTransport.Received received) {
                assertThat(received.message()).isEqualTo(Toys.ping(expected++));
                if (expected == 5000) break;
                event = learner.next();
            }
            if (expected == 5000) loseOne(leader, learner);
            skipTo(leader, PeerTransport.Down.class);
        }
    }

    /** What comes behind shows that something is missing. */
    private void loseOne(Node leader, Node learner) {
        untilLoss.set(1);
        leader.errand(learner, "lost");
        await().until(() -> untilLoss.get() <= 0);
        leader.errand(learner, "behind it");
    }

    private static void skipTo(Node node, Class<? extends PeerTransport.Event> kind) {
        while (!kind.isInstance(node.next())) {
            // what came of the link before
        }
    }

    @Test
    void a_port_that_somebody_has_is_named_with_the_cause() throws IOException {
        try (var rig = new ClusterRig(1);
                var taken = new ServerSocket()) {
            taken.bind(rig.address(1));

            assertThat(rig.bind(rig.settings(1)))
                    .isEqualTo(
                            new PeerTransport.Binding.Failed(
                                    rig.address(1), "Address already in use"));
        }
    }

    @Test
    void telegrams_come_back_as_they_were_written() {
        TelegramSerializer serializer = new TelegramSerializer();
        UUID link = new UUID(1, 2);
        ServerId from = new ServerId(3);
        for (Telegram each :
                new Telegram[] {
                    new Telegram.Open(link, from, "pekko://tapio@here:1/user/peers#7"),
                    new Telegram.Piece(link, from, 8, Bytes.utf8("bytes")),
                    new Telegram.Ack(link, from, 8, true),
                    new Telegram.Bye(link, from, "because")
                }) {
            assertThat(serializer.fromBinary(serializer.toBinary(each), "")).isEqualTo(each);
        }
    }
}
