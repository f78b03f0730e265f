package io.tapio.peer;

import io.tapio.zab.ZabMessage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our way to tell one member what we think of the leadership: always there, or being dialled.
 *
 * <p>Of notifications for one who cannot be reached only the newest is kept.
 */
final class VoteLink implements WireEnd, Dial.Result {
    private static final long SAME_AGAIN_MS = 600_000;
    private static final long OLD_DIAL_MS = 250;

    private final Exchange exchange;
    private final Neighbour to;
    private final Runnable redial = this::dial;
    private Duration pause;
    private long dialledMs;
    private @Nullable Dial dial;
    private @Nullable Met met;
    private ZabMessage.@Nullable Notification unsent;
    private boolean missed; // it was told that this member is away
    private boolean closed;

    VoteLink(Exchange exchange, Neighbour to) {
        this.exchange = exchange;
        this.to = to;
        pause = exchange.settings().patience().redialFirst();
    }

    /** Dials at once, unless that is being done already; a sign of life is a reason to. */
    void dial() {
        exchange.timers().cancel(redial);
        if (closed || dial != null || met != null) return;

        dialledMs = exchange.desk().nowMs();
        Dial begun = new Dial(exchange, to, LinkKind.VOTES, this);
        dial = begun;
        begun.begin();
    }

    /** It lives: a dial that began when it could not be reached is not waited for. */
    void hurry() {
        boolean old = exchange.desk().nowMs() - dialledMs > OLD_DIAL_MS;
        if (dial != null && old) {
            dial.cancel();
            dial = null;
        }
        dial();
    }

    void send(ZabMessage.Notification vote) {
        Met there = met;
        if (there == null || there.line().waitingBytes() > 0) unsent = vote;
        else put(there, vote);
    }

    private static void put(Met there, ZabMessage.Notification vote) {
        there.line().put(new Word.Carried(new PeerMessage.Said(vote)));
    }

    @Override
    public void taken() {
        Met there = met;
        ZabMessage.Notification waiting = unsent;
        if (there == null || waiting == null || there.line().waitingBytes() > 0) return;

        unsent = null;
        put(there, waiting);
    }

    @Override
    public void connected(Line line, Word.Greeting greeting) {
        dial = null;
        Met there = new Met(line, greeting);
        met = there;
        line.establish(LinkKind.VOTES, this);
        pause = exchange.settings().patience().redialFirst();
        if (missed) exchange.desk().lines().diary(member() + " is back");
        missed = false;
        exchange.heardVote(to.id(), greeting);
        ZabMessage.Notification waiting = unsent;
        unsent = null;
        if (waiting != null) put(there, waiting);
    }

    @Override
    public void failed(String reason) {
        dial = null;
        miss(reason);
        PeerSettings.Patience patience = exchange.settings().patience();
        long most = patience.redialMost().toMillis();
        // A dial that took long was pause enough: the next one may find the way mended.
        boolean slow = exchange.desk().nowMs() - dialledMs > most;
        if (slow) pause = patience.redialFirst();
        exchange.timers().once(redial, pause);
        pause = Duration.ofMillis(Math.min(2 * pause.toMillis(), most));
    }

    @Override
    public void word(Word word) {
        switch (word) {
            case Word.Alive alive -> {}
            case Word.Farewell farewell -> {
                if (met != null) met.line().close();
                ended(farewell.reason());
            }
            case Word.Greeting greeting -> drop("it greets twice");
            case Word.Carried carried -> drop("it speaks on a link that is ours to speak on");
        }
    }

    private void drop(String reason) {
        if (met != null) met.line().leave(reason);
        ended(reason);
    }

    @Override
    public void ended(String reason) {
        met = null;
        miss(reason);
        if (!closed) exchange.timers().once(redial, pause);
    }

    /** What we have said of ourselves is void: we greet again. */
    void renew(String reason) {
        if (dial != null) {
            dial.cancel();
            dial = null;
            exchange.timers().once(redial, pause);
        }
        Met there = met;
        if (there == null) return;

        there.line().leave(reason);
        ended(reason);
    }

    private void miss(String reason) {
        if (closed) return;

        String sentence = member() + " is away: " + reason;
        exchange.desk().lines().warn(sentence, missed ? SAME_AGAIN_MS : RareLines.FLAPPING_MS);
        missed = true;
    }

    private String member() {
        return "member " + to.id();
    }

    Optional<Met> met() {
        return Optional.ofNullable(met);
    }

    /** Ends with a word, if there is somebody to hear it. */
    void close(String reason) {
        closed = true;
        exchange.timers().cancel(redial);
        if (dial != null) dial.cancel();
        dial = null;
        if (met != null) met.line().leave(reason);
        met = null;
    }
}
