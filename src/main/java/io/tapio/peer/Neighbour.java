package io.tapio.peer;

import io.tapio.model.ServerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another member, and our links with it: one for our votes, one for its votes, one for the rest.
 */
final class Neighbour implements Dial.Result {
    private final Exchange exchange;
    private final ServerId id;
    private final PeerSettings.Endpoint endpoint;
    private final VoteLink votes;
    private @Nullable Met ear;
    private @Nullable LearnerLink learner;
    private @Nullable Dial dial; // of a learner link

    Neighbour(Exchange exchange, ServerId id, PeerSettings.Endpoint endpoint) {
        this.exchange = exchange;
        this.id = id;
        this.endpoint = endpoint;
        votes = new VoteLink(exchange, this);
    }

    ServerId id() {
        return id;
    }

    PeerSettings.Endpoint endpoint() {
        return endpoint;
    }

    VoteLink votes() {
        return votes;
    }

    Optional<LearnerLink> learner() {
        return Optional.ofNullable(learner);
    }

    PeerFigures.View view() {
        return new PeerFigures.View(
                id,
                votes.met().isPresent(),
                ear != null,
                learner != null,
                learner == null ? 0 : learner.queuedBytes());
    }

    /** The disks of those who are connected under this id: no two different ones. */
    List<UUID> journals() {
        return met().stream().map(each -> each.greeting().journal()).toList();
    }

    List<Met> met() {
        List<Met> all = new ArrayList<>();
        votes.met().ifPresent(all::add);
        if (ear != null) all.add(ear);
        if (learner != null) all.add(learner.met());
        return all;
    }

    /** It has dialled us, and nothing was wrong with it. */
    void called(Met met) {
        votes.hurry();
        switch (met.greeting().kind()) {
            case VOTES -> {
                if (ear != null) ear.line().leave("a newer link replaces this one");
                ear = met;
                met.line().establish(LinkKind.VOTES, new VoteEar(exchange, this, met.line()));
            }
            case LEARNER -> linked(met);
        }
    }

    void connect() {
        if (dial != null) dial.cancel();
        Dial begun = new Dial(exchange, this, LinkKind.LEARNER, this);
        dial = begun;
        begun.begin();
    }

    @Override
    public void connected(Line line, Word.Greeting greeting) {
        dial = null;
        exchange.heardVote(id, greeting);
        linked(new Met(line, greeting));
    }

    @Override
    public void failed(String reason) {
        dial = null;
        exchange.emit(new PeerTransport.Down(id, reason));
    }

    private void linked(Met met) {
        if (learner != null) learner.close("a newer link replaces this one");
        LearnerLink link = new LearnerLink(exchange, this, met);
        learner = link;
        met.line().establish(LinkKind.LEARNER, link);
        Word.Greeting greeting = met.greeting();
        exchange.emit(new PeerTransport.Up(id, greeting.cluster(), greeting.journal()));
    }

    /** An answer to our dial is still to come; until then the end of an older link says nothing. */
    void learnerGone(LearnerLink link, String reason) {
        if (learner == link) learner = null;
        if (dial == null) exchange.emit(new PeerTransport.Down(id, reason));
    }

    void earGone(Line line) {
        if (ear != null && ear.line().equals(line)) ear = null;
    }

    void disconnect(String reason) {
        if (dial != null) dial.cancel();
        dial = null;
        if (learner != null) learner.close(reason);
        learner = null;
    }

    /**
     * Ends all links, those that are only being dialled as well: who has heard our greeting already
     * would hold us to it. Our own side hears of the learner link alone.
     */
    void refuse(String reason) {
        if (learner != null) learner.fail(reason);
        if (ear != null) ear.line().leave(reason);
        ear = null;
        if (dial != null) dial.fail(reason);
        votes.renew(reason);
    }

    void close(String reason) {
        disconnect(reason);
        votes.close(reason);
        if (ear != null) ear.line().leave(reason);
        ear = null;
    }
}
