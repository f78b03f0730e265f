package io.tapio.session;

import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.wire.ConnectRequest;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Receives the clients at the door: reads the handshake and gives each its own session actor. */
public final class Sessions extends AbstractMatchingBehavior<Sessions.Command> {

    public sealed interface Command {}

    /** A client's first frame. */
    public record Connect(ClientLink link, Bytes frame) implements Command {}

    /** Clients are served from now on; no id up to {@code lastCreated} is given out again. */
    public record Serve(SessionId lastCreated) implements Command {}

    /** As {@link Serve}, but only those who ask to read and no more. */
    public record ServeReadOnly(SessionId lastCreated) implements Command {}

    /** Nobody is served any more. */
    public record Refuse() implements Command {}

    private final Session.House house;
    private final SessionIds ids;
    private boolean serving;
    private boolean readOnly;

    /** {@code startMs} is the wall clock at the start of the server. */
    public static Behavior<Command> create(Session.House house, ServerId self, long startMs) {
        return Behaviors.setup(context -> new Sessions(context, house, self, startMs));
    }

    private Sessions(
            ActorContext<Command> context, Session.House house, ServerId self, long startMs) {
        super(context);
        this.house = house;
        this.ids = new SessionIds(self, startMs);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Connect connect -> connect(connect.link(), connect.frame());
            case Serve serve -> {
                ids.startAfter(serve.lastCreated());
                serving = true;
                readOnly = false;
            }
            case ServeReadOnly serve -> {
                ids.startAfter(serve.lastCreated());
                serving = true;
                readOnly = true;
            }
            case Refuse refuse -> serving = false;
        }
        return this;
    }

    private void connect(ClientLink link, Bytes frame) {
        if (!serving) {
            link.close("this server does not serve yet");
            return;
        }
        try {
            var handshake = ConnectRequest.read(new JuteReader(frame));
            if (readOnly && !handshake.readOnly()) {
                link.close("this server has no leader");
                return;
            }
            boolean fresh = handshake.session().equals(SessionId.NONE);
            SessionId session = fresh ? ids.next() : handshake.session();
            getContext()
                    .spawnAnonymous(
                            Session.create(house, link, handshake, session),
                            DispatcherSelector.sameAsParent());
        } catch (MalformedInput malformed) {
            link.close("the first frame is no handshake: " + malformed.getMessage());
        }
    }
}
