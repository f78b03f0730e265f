package io.tapio.peer;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A way between members, as a protocol of messages.
 *
 * <p>Two members have at most one <em>learner link</em>, which the learner dials; all that is sent
 * on it arrives in order, or the link goes down, and nothing of an old link arrives on a new one. A
 * newer link replaces the older one. Beside it each member keeps a <em>vote link</em> to every
 * other for its notifications, of which only the newest is kept for one who cannot be reached.
 */
public interface PeerTransport {

    sealed interface Command {}

    /** Dial that member as a learner; answered once by {@link Up} or {@link Down}. */
    record Connect(ServerId leader) implements Command {}

    /**
     * Close the learner link with that member, whoever dialled it, and tell the other side why in
     * one sentence. Not answered.
     */
    record Disconnect(ServerId peer, String reason) implements Command {}

    /**
     * Lost if there is no way. Notifications travel on vote links, all else on the learner link.
     */
    record Send(ServerId to, PeerMessage message) implements Command {}

    /** Send these entries of our log, in order with all that is sent before and after. */
    record SendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo) implements Command {}

    /** Send our snapshot, chunks and then their end, in order with all else. */
    record SendSnapshot(ServerId to, Zxid at) implements Command {}

    /** Read no more of that member's learner link: our disk is behind. Ends with the link. */
    record Pause(ServerId peer) implements Command {}

    record Resume(ServerId peer) implements Command {}

    /**
     * What we say of ourselves from now on. Nobody is dialled or heard before the first of these.
     *
     * @param cluster empty as long as we belong to none
     */
    record Identity(Optional<UUID> cluster, UUID journal) implements Command {}

    /** Told to whoever we meet, so that a healed partition learns at once. */
    record CurrentVote(ZabMessage.Notification vote) implements Command {}

    record Inspect(ActorRef<? super PeerFigures> replyTo) implements Command {}

    /** Write what waits, as far as others take it soon, close all links and stop. */
    record Stop(ActorRef<? super Stopped> replyTo) implements Command {}

    /** All links are closed. */
    enum Stopped {
        STOPPED
    }

    sealed interface Event {}

    /** The learner link with that member is there, whoever dialled it. */
    record Up(ServerId peer, Optional<UUID> cluster, UUID journal) implements Event {}

    /** The learner link is gone, or could not be had. */
    record Down(ServerId peer, String reason) implements Event {}

    record Received(ServerId from, PeerMessage message) implements Event {}

    /**
     * Bytes came on the learner link though no message is whole yet, or what we send moved on, or
     * the other side lives but cannot read for a while. Not more often than a few times a second.
     */
    record Progress(ServerId peer) implements Event {}

    /** How it went to listen to the others. */
    sealed interface Binding {

        /** The addresses in the order asked for, with the ports that were found for port 0. */
        record Bound(List<InetSocketAddress> addresses) implements Binding {
            public Bound {
                addresses = List.copyOf(addresses);
            }
        }

        /** The first address that could not be had, and why. */
        record Failed(InetSocketAddress address, String cause) implements Binding {}
    }
}
