package io.tapio.cluster;

import com.typesafe.config.ConfigFactory;
import io.tapio.model.ServerId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A process that is a member's part of the cluster and nothing else; {@link ColdStarts} runs it.
 */
final class ColdStartMember {
    private static final String LOCAL = "pekko.actor.provider = local, pekko.loglevel = WARNING";

    private ColdStartMember() {}

    public static void main(String[] args) throws Exception {
        var self = new ServerId(Integer.parseInt(args[0]));
        var members = new HashMap<ServerId, ClusterSettings.Endpoint>();
        for (int id = 1; id < args.length; id++) {
            members.put(
                    new ServerId(id),
                    new ClusterSettings.Endpoint("127.0.0.1", Integer.parseInt(args[id])));
        }
        var settings = new ClusterSettings(self, members, "cold", false);
        ActorSystem<ClusterJoiner.Command> joiner =
                ActorSystem.create(
                        ClusterJoiner.create(settings),
                        "house",
                        ConfigFactory.parseString(LOCAL).withFallback(ConfigFactory.load()));
        ActorSystem.create(
                watcher(joiner),
                "watcher",
                ConfigFactory.parseString(LOCAL).withFallback(ConfigFactory.load()));
        System.out.println("ready");
        obey(joiner);
    }

    private static void obey(ActorSystem<ClusterJoiner.Command> joiner) throws Exception {
        var words = new BufferedReader(new InputStreamReader(System.in));
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            String[] word = line.split(" ");
            if (word[0].equals("looking")) joiner.tell(new ClusterJoiner.Looking());
            if (word[0].equals("established")) {
                joiner.tell(
                        new ClusterJoiner.Established(
                                Integer.parseInt(word[1]),
                                new ServerId(Integer.parseInt(word[2]))));
            }
        }
        System.exit(0);
    }

    private static Behavior<Object> watcher(ActorRef<ClusterJoiner.Command> joiner) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay("ask", Duration.ofMillis(300));
                                    ActorRef<ClusterFigures> self =
                                            context.getSelf().unsafeUpcast().narrow();
                                    return Behaviors.receiveMessage(
                                            message -> {
                                                if (message instanceof ClusterFigures f) print(f);
                                                else joiner.tell(new ClusterJoiner.Report(self));
                                                return Behaviors.same();
                                            });
                                }));
    }

    private static void print(ClusterFigures seen) {
        System.out.printf(
                "view %s without %s contact %s joined %s restarts %d%n",
                new TreeSet<>(seen.up()),
                new TreeSet<>(seen.unreachable()),
                new TreeSet<>(seen.inContact()),
                seen.joined(),
                seen.restarts());
    }
}
