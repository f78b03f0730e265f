package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client missed while it was away is told before the reply; the rest is watched again. */
class SetWatchesTest {
    private final House house = new House();
    private final Caller caller = house.client();
    private final List<WatchStep> steps = new ArrayList<>();
    private long seen;

    @BeforeEach
    void someThingsChangeAfterWhatTheClientSaw() {
        for (String path : List.of("/same", "/set", "/parent", "/gone", "/both")) {
            caller.create(path, 0);
        }
        house.settle();
        seen = house.machine.state().applied().value();
        caller.set("/set", "x", -1);
        caller.create("/parent/child", 0);
        caller.delete("/gone");
        caller.create("/new", 0);
        house.settle();
        caller.takeReplies();
    }

    @Test
    void aDataWatchMissesADeleteOrAChangeOfData() {
        assertThat(told(List.of("/gone", "/set", "/same", "/parent"), List.of(), List.of()))
                .containsExactly("NODE_DELETED /gone", "NODE_DATA_CHANGED /set");
        assertThat(registered()).containsExactly("DATA /same", "DATA /parent");
    }

    @Test
    void anExistWatchMissesACreate() {
        assertThat(told(List.of(), List.of("/new", "/never"), List.of()))
                .containsExactly("NODE_CREATED /new");
        assertThat(registered()).containsExactly("DATA /never");
    }

    @Test
    void aChildWatchMissesADeleteOrAChangeOfChildren() {
        assertThat(told(List.of(), List.of(), List.of("/gone", "/parent", "/set", "/")))
                .containsExactly(
                        "NODE_DELETED /gone",
                        "NODE_CHILDREN_CHANGED /parent",
                        "NODE_CHILDREN_CHANGED /");
        assertThat(registered()).containsExactly("CHILD /set");
    }

    @Test
    void persistentWatchesAreOnlyRegistered() {
        var request =
                new Request.SetWatches(
                        seen, List.of(), List.of(), List.of(), paths("/gone"), paths("/new"));

        assertThat(told(request)).isEmpty();
        assertThat(registered()).containsExactly("PERSISTENT /gone", "RECURSIVE /new");
    }

    @Test
    @Fault("F117")
    void aClientThatMayNotReadIsNeitherToldNorRegistered() {
        var shut = Acl.of(new AclEntry(0, "world", "anyone"));
        caller.send(OpCode.SET_ACL, new Request.SetAcl(bytes("/set"), shut, -1));
        house.settle();
        caller.takeReplies();

        assertThat(told(List.of("/set"), List.of("/set"), List.of())).isEmpty();
        assertThat(registered()).isEmpty();
    }

    @Test
    void nothingMissedMeansTheReplyAlone() {
        seen = house.machine.state().applied().value();

        assertThat(told(List.of("/set"), List.of("/never"), List.of("/parent"))).isEmpty();
        assertThat(registered()).containsExactly("DATA /set", "DATA /never", "CHILD /parent");
    }

    private List<String> told(List<String> data, List<String> exist, List<String> child) {
        return told(
                new Request.SetWatches(
                        seen,
                        paths(data.toArray(String[]::new)),
                        paths(exist.toArray(String[]::new)),
                        paths(child.toArray(String[]::new)),
                        List.of(),
                        List.of()));
    }

    /** The events before the reply, which must be there, have zxid -1, and be well-formed. */
    private List<String> told(Request.SetWatches request) {
        int xid = caller.send(OpCode.SET_WATCHES2, request);
        steps.addAll(house.lastWatchSteps);
        var replies = caller.takeReplies();
        var reply = replies.getLast();
        assertThat(reply.header().xid()).isEqualTo(xid);
        assertThat(reply.header().zxid()).isEqualTo(house.machine.state().applied().value());
        assertThat(reply.header().err()).isZero();
        assertThat(reply.body().remaining()).isZero();
        var told = new ArrayList<String>();
        for (var event : replies.subList(0, replies.size() - 1)) {
            assertThat(event.header()).isEqualTo(new ReplyReader.Header(-1, -1, 0));
            var body = ReplyReader.event(event.body());
            assertThat(body.state()).isEqualTo(3);
            told.add(EventType.values()[body.type() - 1] + " " + body.path());
        }
        return told;
    }

    private List<String> registered() {
        return steps.stream()
                .map(WatchStep.Register.class::cast)
                .map(step -> step.kind() + " " + step.path())
                .toList();
    }

    private static List<Bytes> paths(String... paths) {
        return List.of(paths).stream().map(Bytes::utf8).toList();
    }
}
