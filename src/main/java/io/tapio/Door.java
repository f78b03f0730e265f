package io.tapio;

import io.tapio.admin.FourLetterWords;
import io.tapio.model.Bytes;
import io.tapio.session.ClientLink;
import io.tapio.session.FrontDoor;
import io.tapio.session.Sessions;
import io.tapio.session.TextLink;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Brings clients to the sessions, and four-letter words to the one who answers them. That one is
 * built after the lobby behind this door, before the port opens.
 */
final class Door implements FrontDoor {
    private final ActorRef<Sessions.Command> sessions;
    private volatile ActorRef<? super FourLetterWords.Command> words;

    Door(
            ActorRef<Sessions.Command> sessions,
            ActorRef<? super FourLetterWords.Command> notYetBuilt) {
        this.sessions = sessions;
        this.words = notYetBuilt;
    }

    void leadTo(ActorRef<? super FourLetterWords.Command> built) {
        words = built;
    }

    @Override
    public void connect(ClientLink link, Bytes connectRequest) {
        sessions.tell(new Sessions.Connect(link, connectRequest));
    }

    @Override
    public void word(TextLink link, String word, Bytes extra) {
        words.tell(new FourLetterWords.Ask(link, word, extra));
    }
}
