package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;

/** One member in a test: its transport, and what the transport tells it. */
final class Node {
    private static final long PATIENCE_MS = 20_000;

    private final ServerId id;
    private final ActorRef<PeerTransport.Command> transport;
    private final Runnable kill;
    private final Inbox inbox;

    /** Where a node's events go; on the loop. What is long is counted and not kept. */
    static final class Inbox {
        final BlockingQueue<PeerTransport.Event> link = new LinkedBlockingQueue<>();
        final BlockingQueue<PeerTransport.Received> votes = new LinkedBlockingQueue<>();
        final AtomicLong bytes = new AtomicLong();
        final AtomicLong progress = new AtomicLong();
        final AtomicLong gaps = new AtomicLong(); // between runs of entries
        volatile Zxid reached = Zxid.NONE;
        volatile boolean counting;

        void take(PeerTransport.Event event) {
            switch (event) {
                case PeerTransport.Progress made -> progress.incrementAndGet();
                case PeerTransport.Received got -> take(got);
                case PeerTransport.Up up -> link.add(up);
                case PeerTransport.Down down -> link.add(down);
            }
        }

        private void take(PeerTransport.Received got) {
            long length = Toys.length(got.message());
            bytes.addAndGet(length);
            Toys.entries(got.message()).ifPresent(this::follow);
            if (Toys.isVote(got.message())) votes.add(got);
            else if (!counting || length == 0) link.add(got);
        }

        private void follow(Entries run) {
            boolean gap = !reached.equals(Zxid.NONE) && !run.first().equals(reached.next());
            if (gap) gaps.incrementAndGet();
            reached = run.last();
        }
    }

    Node(ServerId id, ActorRef<PeerTransport.Command> transport, Runnable kill, Inbox inbox) {
        this.id = id;
        this.transport = transport;
        this.kill = kill;
        this.inbox = inbox;
    }

    ServerId id() {
        return id;
    }

    Inbox inbox() {
        return inbox;
    }

    void tell(PeerTransport.Command command) {
        transport.tell(command);
    }

    void send(Node to, PeerMessage message) {
        tell(new PeerTransport.Send(to.id, message));
    }

    void errand(Node to, String text) {
        send(to, Toys.errand(text));
    }

    /** Ends as a process does that is killed: without a word. */
    void kill() {
        kill.run();
    }

    PeerTransport.Event next() {
        return taken(inbox.link);
    }

    PeerTransport.Up up() {
        PeerTransport.Event event = next();
        assertThat(event).isInstanceOf(PeerTransport.Up.class);
        return (PeerTransport.Up) event;
    }

    PeerTransport.Down down() {
        PeerTransport.Event event = next();
        assertThat(event).isInstanceOf(PeerTransport.Down.class);
        return (PeerTransport.Down) event;
    }

    PeerMessage message() {
        PeerTransport.Event event = next();
        assertThat(event).isInstanceOf(PeerTransport.Received.class);
        return ((PeerTransport.Received) event).message();
    }

    PeerTransport.Received vote() {
        return taken(inbox.votes);
    }

    void hearsNothingFor(Duration time) {
        try {
            assertThat(inbox.link.poll(time.toMillis(), TimeUnit.MILLISECONDS)).isNull();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T taken(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            assertThat(taken).as("an event in time").isNotNull();
            return taken;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
