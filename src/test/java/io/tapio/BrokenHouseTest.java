package io.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import io.tapio.ensemble.Member;
import io.tapio.faults.Fault;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.state.Conversation;
import io.tapio.state.Delivery;
import io.tapio.state.Outcome;
import io.tapio.state.Outcomes;
import io.tapio.state.Proposal;
import io.tapio.watch.WatchManager;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room that breaks a promise to itself is not trusted any more: the server says that it ends. */
class BrokenHouseTest {
    private static final int PATIENCE_SECONDS = 30;
    private static final Entries STRAY =
            new Entries(Zxid.of(1, 5), Zxid.of(1, 5), Bytes.utf8("nobody asked for this"));

    private final ActorTestKit kit =
            ActorTestKit.create("broken-house", ConfigFactory.load("application"));
    private final House.Signals signals = House.Signals.fresh();
    private ActorRef<House.Command> house;
    @TempDir private Path data;

    @BeforeEach
    void aServer() throws Exception {
        String cfg = "tickTime=2000\nclientPort=0\npreAllocSize=1024\ndataDir=" + data;
        var config = TapioConfig.load(ZooCfg.parse("test.cfg", cfg), new Properties()).config();
        house = kit.spawn(House.create(config, signals), "house");
        signals.serving().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(signals.failed()).isNotDone();
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    @Fault("F75")
    void aReplicaThatBreaksAPromiseEndsTheServer() throws Exception {
        tell("replica", new Replica.Logged(STRAY));

        assertThat(failure()).startsWith("replica failed: ").contains("a leader knows");
    }

    @Test
    @Fault("F75")
    void aMemberThatBreaksAPromiseEndsTheServer() throws Exception {
        tell("member", new Member.Propose(new Proposal(STRAY, new DigestMark(Zxid.NONE, 0))));

        assertThat(failure()).startsWith("member failed: ").contains("proposals leave no gap");
    }

    @Test
    @Fault("F75")
    void aWatchManagerThatBreaksAPromiseEndsTheServer() throws Exception {
        var deaf = new Conversation(SessionId.NONE, delivery -> deafen());
        var outcomes = new Outcomes();
        outcomes.add(new Outcome.Told(deaf, new Delivery.NoRoom()));
        tell("watches", new WatchManager.Pass(outcomes));

        assertThat(failure()).startsWith("watches failed: ").contains("by a test");
    }

    @Test
    void anInquiryThatFailsEndsNothing() throws Exception {
        var answered = new CompletableFuture<Boolean>();
        tell("replica", new Replica.Inspect(machine -> deafen()));
        tell("replica", new Replica.Inspect(machine -> answered.complete(true)));

        assertThat(answered.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(signals.failed()).isNotDone();
    }

    private static void deafen() {
        throw new IllegalStateException("by a test");
    }

    private String failure() throws Exception {
        return signals.failed().get(PATIENCE_SECONDS, TimeUnit.SECONDS).reason();
    }

    private void tell(String room, Object message) {
        Adapter.toClassic(kit.system())
                .actorSelection(house.path().child(room))
                .tell(message, org.apache.pekko.actor.ActorRef.noSender());
    }
}
