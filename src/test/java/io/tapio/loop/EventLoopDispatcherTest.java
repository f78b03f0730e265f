package io.tapio.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EventLoopDispatcherTest {
    private static final Config CONFIG =
            ConfigFactory.parseResources("tapio-loop.conf").withFallback(ConfigFactory.load());

    /** Tells the loop it runs on, and stops. */
    private static Behavior<ActorRef<EventLoop>> once() {
        return Behaviors.receiveMessage(
                asker -> {
                    asker.tell(EventLoop.current());
                    return Behaviors.stopped();
                });
    }

    private static EventLoop loopOfANewActor(ActorTestKit kit) {
        TestProbe<EventLoop> probe = kit.createTestProbe(EventLoop.class);
        kit.spawn(once(), DispatcherSelector.fromConfig(EventLoop.DISPATCHER)).tell(probe.ref());
        return probe.receiveMessage(Duration.ofSeconds(10));
    }

    @Test
    void aLoopWithoutActorsIsKeptForTheNextOneAndEndsWithTheSystem() throws Exception {
        ActorTestKit kit = ActorTestKit.create("loop", CONFIG);
        EventLoop first = loopOfANewActor(kit);

        // By default Pekko ends an idle dispatcher's thread after one second.
        await().during(Duration.ofMillis(1_500)).until(() -> !first.isShutdown());
        assertThat(loopOfANewActor(kit)).isSameAs(first);

        kit.shutdownTestKit();
        assertThat(first.awaitTermination(20, SECONDS)).isTrue();
    }
}
