package io.tapio.session;

import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.wire.ConnectRequest;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Receives the clients at the door: reads the handshake and gives each its own session actor. */
public final class Sessions extends AbstractMatchingBehavior<Sessions.Command> {

    public sealed interface Command {}

    /** A client's first frame. */
    public record Connect(ClientLink link, Bytes frame) implements Command {}

    /** Clients are served from now on; no id up to {@code lastCreated} is given out again. */
    public record Serve(SessionId lastCreated) implements Command {}

    /** As {@link Serve}, but only those who ask to read and no more. */
    public record ServeReadOnly(SessionId lastCreated) implements Command {}

    /** A leader is being elected; who comes waits a moment. So it is at the start. */
    public record Await() implements Command {}

    /** Nobody is served any more. */
    public record Refuse() implements Command {}

    private record LookRound() implements Command {}

    /** What becomes of those who come. */
    private enum Door {
        OPEN,
        OPEN_TO_READERS,
        WAIT,
        CLOSED
    }

    private static final Duration ROUND = Duration.ofMillis(WaitingRoom.PATIENCE_MS / 5);

    private final Session.House house;
    private final SessionIds ids;
    private final TimerScheduler<Command> timers;
    private final WaitingRoom waitingRoom = new WaitingRoom();
    private Door door = Door.WAIT;

    /** {@code startMs} is the wall clock at the start of the server. */
    public static Behavior<Command> create(Session.House house, ServerId self, long startMs) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(timers -> on(context, timers, house, self, startMs)));
    }

    /** With timers of one's own. */
    public static Behavior<Command> on(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Session.House house,
            ServerId self,
            long startMs) {
        return new Sessions(context, timers, house, self, startMs);
    }

    private Sessions(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Session.House house,
            ServerId self,
            long startMs) {
        super(context);
        this.timers = timers;
        this.house = house;
        this.ids = new SessionIds(self, startMs);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Connect connect -> connect(connect.link(), connect.frame());
            case Serve(SessionId lastCreated) -> open(Door.OPEN, lastCreated);
            case ServeReadOnly(SessionId lastCreated) -> open(Door.OPEN_TO_READERS, lastCreated);
            case Await await -> door = Door.WAIT;
            case Refuse refuse -> {
                door = Door.CLOSED;
                waitingRoom.leave().forEach(each -> sendAway(each.link()));
            }
            case LookRound look -> lookRound();
        }
        return this;
    }

    private void open(Door how, SessionId lastCreated) {
        ids.startAfter(lastCreated);
        door = how;
        waitingRoom.leave().forEach(each -> welcome(each.link(), each.handshake()));
    }

    private void connect(ClientLink link, Bytes frame) {
        if (door == Door.CLOSED) {
            sendAway(link);
            return;
        }
        try {
            welcome(link, ConnectRequest.read(new JuteReader(frame)));
        } catch (MalformedInput malformed) {
            link.close("the first frame is no handshake: " + malformed.getMessage());
        }
    }

    private void welcome(ClientLink link, ConnectRequest handshake) {
        switch (door) {
            case OPEN -> begin(link, handshake);
            case OPEN_TO_READERS -> {
                if (handshake.readOnly()) begin(link, handshake);
                else link.close("this server has no leader");
            }
            case WAIT -> await(link, handshake);
            case CLOSED -> sendAway(link);
        }
    }

    private void begin(ClientLink link, ConnectRequest handshake) {
        boolean fresh = handshake.session().equals(SessionId.NONE);
        SessionId session = fresh ? ids.next() : handshake.session();
        getContext()
                .spawnAnonymous(
                        Session.create(house, link, handshake, session),
                        DispatcherSelector.sameAsParent());
    }

    private void await(ClientLink link, ConnectRequest handshake) {
        if (waitingRoom.isEmpty()) timers.startSingleTimer(new LookRound(), ROUND);
        if (!waitingRoom.admit(link, handshake, nowMs())) sendAway(link);
    }

    private void lookRound() {
        waitingRoom.tired(nowMs()).forEach(each -> sendAway(each.link()));
        if (!waitingRoom.isEmpty()) timers.startSingleTimer(new LookRound(), ROUND);
    }

    private long nowMs() {
        return house.clockMs().getAsLong();
    }

    private static void sendAway(ClientLink link) {
        link.close("this server does not serve yet");
    }
}
