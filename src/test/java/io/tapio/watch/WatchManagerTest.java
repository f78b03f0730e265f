package io.tapio.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.auth.Requester;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.state.Conversation;
import io.tapio.state.Delivery;
import io.tapio.state.Outcome;
import io.tapio.state.Outcomes;
import io.tapio.state.ReadBatch;
import io.tapio.state.TreeChange;
import io.tapio.state.WatchKind;
import io.tapio.state.WatchStep;
import io.tapio.wire.Frames;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.Test;

class WatchManagerTest {
    private static final Bytes PATH = Bytes.utf8("/a");

    private final List<Delivery> told = new ArrayList<>();
    private final Conversation client = new Conversation(new SessionId(7), told::add);
    private final BehaviorTestKit<WatchManager.Command> watches =
            BehaviorTestKit.create(WatchManager.create());
    private int count = -1;

    private void pass(Outcome... outcomes) {
        var all = new Outcomes();
        for (Outcome each : outcomes) all.add(each);
        watches.run(new WatchManager.Pass(all));
        watches.run(new WatchManager.Inspect(table -> count = table.watchCount()));
    }

    private Outcome readsAndWatches() {
        var batch =
                new ReadBatch(
                        client,
                        Requester.from("127.0.0.1"),
                        new Frames(new byte[0]),
                        0,
                        0,
                        0,
                        1 << 20);
        batch.addWatchStep(new WatchStep.Register(WatchKind.DATA, PATH));
        return new Outcome.Reads(batch);
    }

    private static Outcome changed() {
        var change = new TreeChange(TreeChange.Kind.DATA_SET, PATH, Acl.OPEN, Acl.OPEN);
        return new Outcome.Changed(change, 5);
    }

    /** The replica may be ahead, and know already that the client closes its session. */
    @Test
    void whoHasClosedMeanwhileHearsWhatCameBeforeThat() {
        client.end();
        pass(readsAndWatches(), changed(), new Outcome.Left(client));

        assertThat(told).hasSize(2).last().isInstanceOf(Delivery.Event.class);
    }

    @Test
    void whoHasLeftLeavesNoWatchBehind() {
        client.end();
        pass(readsAndWatches(), new Outcome.Left(client));

        assertThat(count).isZero();
    }
}
