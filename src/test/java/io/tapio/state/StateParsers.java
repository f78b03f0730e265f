package io.tapio.state;

import io.tapio.auth.Identity;
import io.tapio.auth.Requester;
import io.tapio.fuzz.Parser;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.tree.DataTree;
import io.tapio.wire.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What other members ask of the state, and the state itself as it comes from them. */
public final class StateParsers {
    private static final int REQUEST_HEADER_BYTES = 8;
    private static final StateSettings SETTINGS = House.Settings.DEFAULT;

    private StateParsers() {}

    public static List<Parser> all() {
        return List.of(
                new Parser("errand", errands(), StateParsers::takesErrand),
                new Parser("snapshot-content", 10, List.of(snapshot()), StateParsers::takesState));
    }

    private static List<byte[]> errands() {
        var errands = new ArrayList<byte[]>();
        ErrandCodecTest.plainErrands()
                .forEach(each -> errands.add(ErrandCodec.write(each).toArray()));
        var frames = new Frames(new byte[40], 2);
        frames.add(0, 8);
        frames.add(8, 40);
        var who = new Requester(List.of(Identity.ip("10.0.0.7"), new Identity("digest", "ann:x")));
        errands.add(ErrandCodec.write(new Errand.Requests(3, who, frames)).toArray());
        errands.add(ErrandCodec.write(new Errand.Local(3, new SessionId(4))).toArray());
        return errands;
    }

    private static boolean takesErrand(byte[] input) {
        try {
            Errand read = ErrandCodec.read(Bytes.wrap(input));
            Bytes written = ErrandCodec.write(read);
            Parser.same(written, ErrandCodec.write(ErrandCodec.read(written)));
            if (read instanceof Errand.Requests requests) checkHeaders(requests.frames());
            return true;
        } catch (MalformedInput refused) {
            return false;
        }
    }

    /** Who judges requests reads their headers without asking. */
    private static void checkHeaders(Frames frames) {
        for (int i = 0; i < frames.count(); i++) {
            if (frames.length(i) < REQUEST_HEADER_BYTES) {
                throw new AssertionError("a request without a header was taken");
            }
        }
    }

    /** Chunks, each behind its length. */
    private static byte[] snapshot() {
        ReplicatedState state = ReplicatedState.fresh(SETTINGS);
        DataTree tree = state.tree();
        var own = Acl.of(new AclEntry(31, "digest", "ann:x"));
        create(tree, "/a", Acl.OPEN, 0, 1);
        create(tree, "/a/b", own, 7, 2);
        create(tree, "/a/c", Acl.OPEN, 0, 3);
        create(tree, "/zookeeper/quota/a", Acl.OPEN, 0, 4);
        create(tree, "/zookeeper/quota/a/zookeeper_limits", Acl.OPEN, 0, 5);
        create(tree, "/zookeeper/quota/a/zookeeper_stats", Acl.OPEN, 0, 6);
        tree.setData(Bytes.utf8("/a/c"), Bytes.utf8("new"), 1, 7, 70);
        state.sessions().created(new SessionId(7), 30_000);
        var writer = new SnapshotWriter(state);
        var all = new JuteWriter(1024);
        var chunk = new JuteWriter(1024);
        while (writer.next(4, chunk)) {
            all.buffer(chunk.toBytes());
            chunk.truncate(0);
        }
        return all.toBytes().toArray();
    }

    private static void create(DataTree tree, String path, Acl acl, long owner, long zxid) {
        Bytes data = Bytes.utf8("count=3,bytes=-1");
        tree.create(Bytes.utf8(path), data, acl, owner, (int) zxid, zxid, 10 * zxid);
    }

    /** With whatever digest: all else would end there. */
    private static boolean takesState(byte[] input) {
        try {
            var in = new JuteReader(input, 0, input.length);
            var chunks = new ArrayList<Bytes>();
            while (in.remaining() > 0) {
                chunks.add(in.buffer());
            }
            var state = SnapshotReader.read(chunks.iterator(), SETTINGS);
            Parser.same(state.tree().digest(), state.tree().recomputeDigest());
            Parser.same(Zxid.NONE.isAfter(state.applied()), state.applied().value() < 0);
            return true;
        } catch (MalformedInput refused) {
            return Objects.requireNonNull(refused.getMessage()).contains("is not the one");
        }
    }
}
