package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.election.Decision;
import java.util.Optional;

/** What a member is doing. Effects go to the member's outbox, by way of its log keeper. */
sealed interface Phase permits Recovering, Looking, Leading, Following, Observing {

    /** Where a phase ends, and which comes next. */
    interface Course {
        void lookAgain(String reason);

        /** As {@link #lookAgain}; there is no link to that one, so it need not be waited for. */
        void lookWithout(ServerId gone, String reason);

        /** As {@link #lookAgain}, but whom to trust next is known already. */
        void trust(Nomination next, String reason);

        /** On to our next epoch: we need nobody else for it, so our clients stay. */
        void goOn();

        void lead(Decision by, EarlyLearners early);

        void follow(Decision by, Optional<Nomination> named);
    }

    PeerState state();

    void begin();

    void tick();

    /** A message that belongs to a link. */
    void received(ServerId from, ZabMessage message);

    /** A vote; those who look are answered whatever the phase does with it. */
    void heard(ServerId from, ZabMessage.Notification notification);

    void linkUp(ServerId peer);

    void linkDown(ServerId peer);

    /** The peer is at work, though no message of it is whole yet. */
    void progress(ServerId peer);

    /** The log's word, which the keeper has noted. */
    void onWord(LogWord word);

    void snapshotReady(ServerId to, Zxid at);

    void snapshotReceived(Zxid at);

    /** We are not what we took ourselves for: all is to begin anew. */
    void leave(String reason);

    /** Whether we still lead is asked; who does not lead does not answer. */
    default void confirm(long token) {}

    /** Another one shall lead; false if we do not. */
    default boolean handOver() {
        return false;
    }

    default void diskSlow() {}

    /** Who follows us. */
    default Retinue retinue() {
        return Retinue.NONE;
    }

    default void propose(Entries entries) {
        throw new Invariant.Broken("only a leader proposes");
    }
}
