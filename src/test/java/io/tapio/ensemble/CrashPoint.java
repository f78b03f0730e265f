package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.testkit.sim.Tamper;
import io.tapio.testkit.sim.World;
import io.tapio.zab.ZabMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A moment in a world, known by a message: from then on some ways are dead, as they are when their
 * sender or receiver is gone, and the test takes over.
 */
final class CrashPoint implements Tamper {
    /** Whether this is the message; it may have been waiting for others. */
    interface Moment {
        boolean hasCome(int from, int to, ZabMessage message);
    }

    private record Way(int from, int to) {}

    private static final int PATIENCE = 1_500;

    private final Set<Way> dead = new HashSet<>();
    private Moment moment = (from, to, message) -> false;
    private boolean come;
    private int from;
    private int to;
    private ZabMessage message;

    @Override
    public List<ZabMessage> sent(ServerId sender, ServerId receiver, ZabMessage said) {
        if (!come && moment.hasCome(sender.value(), receiver.value(), said)) {
            come = true;
            from = sender.value();
            to = receiver.value();
            message = said;
        }
        var way = new Way(sender.value(), receiver.value());
        return dead.contains(way) ? List.of() : List.of(said);
    }

    /** Runs until the moment has come; whether it has. */
    boolean reach(World world, Moment wanted) {
        moment = wanted;
        come = false;
        for (int i = 0; i < PATIENCE && !come; i++) world.run(1);
        return come;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    ZabMessage message() {
        return message;
    }

    /** Nothing passes this way any more, the message of the moment included. */
    void kill(int sender, int receiver) {
        dead.add(new Way(sender, receiver));
    }

    void killAllFrom(int sender) {
        for (int each = 1; each <= 9; each++) kill(sender, each);
    }

    void killAllTo(int receiver) {
        for (int each = 1; each <= 9; each++) kill(each, receiver);
    }

    void revive() {
        dead.clear();
    }
}
