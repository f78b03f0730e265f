package io.tapio.jmh;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.AuthSettings;
import io.tapio.auth.Requester;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.state.Access;
import io.tapio.state.Conversation;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionRules;
import io.tapio.state.StateMachine;
import io.tapio.state.StateSettings;
import io.tapio.state.Write;
import io.tapio.tree.DataTree;
import io.tapio.tree.OwnerRules;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;

/** A state of a thousand parents with a hundred znodes each, a leader of it, and one client. */
final class Forest {
    static final int PARENTS = 1_000;
    static final int CHILDREN = 100;
    static final Bytes DATA = Bytes.utf8("x".repeat(100));
    static final Requester REQUESTER = Requester.from("127.0.0.1");
    private static final long ROOM_BYTES = 1L << 40;
    private static final int TIMEOUT_MS = 10_000;
    private static final int NOW_MS = 1_000;

    final ReplicatedState state = ReplicatedState.fresh(settings());
    final StateMachine leader;
    final Conversation client;
    private long writesSent;

    Forest() {
        DataTree tree = state.tree();
        for (int parent = 0; parent < PARENTS; parent++) {
            plant(tree, parent(parent));
            for (int child = 0; child < CHILDREN; child++) plant(tree, path(parent, child));
        }
        var access = new Access(new AclCheck(false), new AuthSchemes(AuthSettings.DEFAULT));
        leader = new StateMachine(state, access, SessionRules.GLOBAL);
        leader.lead(1, Zxid.of(1, Integer.MAX_VALUE));
        leader.logRoom(Zxid.NONE, ROOM_BYTES, false, NOW_MS);
        client = new Conversation(new SessionId(0x0100_0000_0000_0001L), delivery -> {});
        leader.write(new Write.OpenSession(client, TIMEOUT_MS), NOW_MS);
        settle();
    }

    private static StateSettings settings() {
        return new StateSettings(
                2_000,
                4_000,
                40_000,
                new OwnerRules(true, false),
                false,
                100_000,
                1L << 32,
                60_000,
                10_000,
                0);
    }

    private static void plant(DataTree tree, Bytes path) {
        tree.create(path, DATA, Acl.OPEN, 0, 1, 1, NOW_MS);
    }

    static Bytes parent(int parent) {
        return Bytes.utf8("/parent-%04d".formatted(parent));
    }

    static Bytes path(int parent, int child) {
        return Bytes.utf8("/parent-%04d/child-%02d".formatted(parent, child));
    }

    /** Judges, numbers and encodes these writes; the bytes that would go to the log. */
    Bytes judge(Frames writes) {
        writesSent += writes.count();
        leader.write(new Write.Requests(client, REQUESTER, writes, 0, writes.count()), NOW_MS);
        return leader.takeProposal().orElseThrow().entries().encoded();
    }

    /** All that was numbered is committed; the bytes of the replies. */
    Bytes commit() {
        leader.commit(leader.numbered());
        return leader.takeOutcomes().replyBytes();
    }

    long writesSent() {
        return writesSent;
    }

    private void settle() {
        var unused = leader.takeProposal();
        leader.commit(leader.numbered());
        leader.takeOutcomes();
    }

    /** One request of each path, as the client sends them in one go. */
    static Frames frames(int opCode, Iterable<Bytes> paths) {
        var out = new JuteWriter(4096);
        for (Bytes path : paths) {
            int mark = out.beginFrame();
            out.int32(1).int32(opCode);
            RequestCodec.write(request(opCode, path), out);
            out.endFrame(mark);
        }
        byte[] all = out.toBytes().toArray();
        var frames = new Frames(all);
        var in = new JuteReader(Bytes.wrap(all));
        for (int at = 0; at < all.length; ) {
            int length = in.buffer().length();
            frames.add(at + 4, at + 4 + length);
            at += 4 + length;
        }
        return frames;
    }

    private static Request request(int opCode, Bytes path) {
        return switch (opCode) {
            case OpCode.GET_DATA -> new Request.GetData(path, false);
            case OpCode.EXISTS -> new Request.Exists(path, false);
            case OpCode.GET_CHILDREN -> new Request.GetChildren(path, false);
            case OpCode.SET_DATA -> new Request.SetData(path, DATA, -1);
            default -> throw new IllegalArgumentException("opcode " + opCode);
        };
    }
}
