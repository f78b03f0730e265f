package io.tapio;

import io.tapio.model.Bytes;
import io.tapio.session.ClientLink;
import io.tapio.session.FrontDoor;
import io.tapio.session.Sessions;
import io.tapio.session.TextLink;
import org.apache.pekko.actor.typed.ActorRef;

/** Brings clients to the sessions, and four-letter words to those who answer them. */
record Door(ActorRef<Sessions.Command> sessions) implements FrontDoor {
    @Override
    public void connect(ClientLink link, Bytes connectRequest) {
        sessions.tell(new Sessions.Connect(link, connectRequest));
    }

    @Override
    public void word(TextLink link, String word, Bytes extra) {
        link.close();
    }
}
