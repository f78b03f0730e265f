package io.tapio.watch;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.state.Conversation;
import io.tapio.state.Delivery;
import io.tapio.state.Outcome;
import io.tapio.state.Outcomes;
import io.tapio.state.ReadBatch;
import io.tapio.state.TreeChange;
import io.tapio.state.WatchStep;
import io.tapio.wire.ReplyWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last station of everything that the replica gives out: registers watches with the reads that
 * asked for them, and tells the events of a change before the replies that follow from it.
 */
public final class WatchManager extends AbstractMatchingBehavior<WatchManager.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.watches");

    public sealed interface Command {}

    /** What came of one run of the replica. */
    public record Pass(Outcomes outcomes) implements Command {}

    /** Looks at the watches, for operators; {@code view} must not keep the table. */
    public record Inspect(Consumer<WatchTable<Conversation>> view) implements Command {}

    private static final int EVENT_BYTES = 128;

    private final WatchTable<Conversation> table = new WatchTable<>();

    public static Behavior<Command> create() {
        return Behaviors.setup(WatchManager::new);
    }

    private WatchManager(ActorContext<Command> context) {
        super(context);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Pass pass -> pass(pass.outcomes());
            case Inspect inspect -> inspect(inspect.view());
        }
        return this;
    }

    /** What an operator's question breaks is the answer, not the table. */
    private void inspect(Consumer<WatchTable<Conversation>> view) {
        try {
            view.accept(table);
        } catch (RuntimeException broken) {
            LOG.error("an inquiry into the watches failed", broken);
        }
    }

    private void pass(Outcomes outcomes) {
        Bytes replies = outcomes.replyBytes();
        for (Outcome outcome : outcomes.list()) {
            switch (outcome) {
                case Outcome.Reads reads -> answer(reads.batch());
                case Outcome.Changed changed -> fire(changed.change(), changed.zxid());
                case Outcome.Answered answered ->
                        answered.to()
                                .recipient()
                                .deliver(
                                        new Delivery.Answers(
                                                replies.slice(answered.from(), answered.until()),
                                                answered.answered(),
                                                answered.hangUp()));
                case Outcome.Told told -> told.to().recipient().deliver(told.delivery());
                case Outcome.Left left -> table.removeAll(left.conversation());
            }
        }
    }

    private void answer(ReadBatch batch) {
        for (WatchStep step : batch.watchSteps()) {
            carryOut(step, batch);
        }
        batch.asker().recipient().deliver(batch.toDelivery());
    }

    private void carryOut(WatchStep step, ReadBatch batch) {
        Conversation asker = batch.asker();
        switch (step) {
            // Its end, if it has come meanwhile, follows as an outcome of its own.
            case WatchStep.Register r -> table.register(r.kind(), r.path(), asker);
            case WatchStep.Check c -> {
                if (!table.has(c.path(), c.watcherType(), asker)) {
                    batch.fail(c.errorAt(), KeeperError.NO_WATCHER);
                }
            }
            case WatchStep.Remove r -> {
                if (!table.remove(r.path(), r.watcherType(), asker)) {
                    batch.fail(r.errorAt(), KeeperError.NO_WATCHER);
                }
            }
        }
    }

    private void fire(TreeChange change, long zxid) {
        if (table.watchCount() == 0) return;

        var event = new SharedEvent(change, zxid);
        table.changed(change.kind(), change.path(), event::deliver);
    }

    /** The events of one change, each encoded once however many wait for it. */
    private static final class SharedEvent {
        private final TreeChange change;
        private final long zxid;
        private final Map<EventType, Delivery.Event> encoded = new EnumMap<>(EventType.class);

        SharedEvent(TreeChange change, long zxid) {
            this.change = change;
            this.zxid = zxid;
        }

        void deliver(Conversation to, EventType type, Bytes path) {
            to.recipient().deliver(encoded.computeIfAbsent(type, fresh -> encode(fresh, path)));
        }

        private Delivery.Event encode(EventType type, Bytes path) {
            var out = new JuteWriter(EVENT_BYTES);
            ReplyWriter.event(out, type, path, zxid);
            Acl acl = type == EventType.NODE_CHILDREN_CHANGED ? change.parentAcl() : change.acl();
            return new Delivery.Event(out.seal(), acl);
        }
    }
}
