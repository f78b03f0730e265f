package io.tapio.state;

import io.tapio.jute.AclCodec;
import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.tree.DataTree;
import io.tapio.tree.NodeImage;
import io.tapio.tree.TreeBuilder;
import java.util.Iterator;

/** Reads a state back from the chunks of a snapshot; anything amiss is {@link MalformedInput}. */
final class SnapshotReader {
    private final StateSettings settings;
    private final SessionTable sessions;
    private final TreeBuilder builder;
    private final NodeImage image = new NodeImage();
    private Zxid at = Zxid.NONE;
    private long digest;
    private boolean ended;

    static ReplicatedState read(Iterator<Bytes> chunks, StateSettings settings) {
        var reader = new SnapshotReader(settings);
        while (chunks.hasNext()) {
            reader.chunk(new JuteReader(chunks.next()));
        }
        return reader.finish();
    }

    private SnapshotReader(StateSettings settings) {
        this.settings = settings;
        this.sessions = new SessionTable(settings.tickTimeMs());
        this.builder = new TreeBuilder(settings.ownerRules());
    }

    private void chunk(JuteReader in) {
        if (ended) throw new MalformedInput("a snapshot goes on after its end");
        byte kind = in.int8();
        switch (kind) {
            case SnapshotFormat.HEAD -> head(in);
            case SnapshotFormat.NODES -> nodes(in);
            case SnapshotFormat.END -> end(in);
            default -> throw new MalformedInput("no chunk has kind " + kind);
        }
    }

    private void head(JuteReader in) {
        int version = in.int32();
        if (version != SnapshotFormat.VERSION) {
            throw new MalformedInput("snapshot content of version " + version);
        }
        at = new Zxid(in.int64());
        var lastCreated = new SessionId(in.int64());
        for (int left = in.int32(); left > 0; left--) {
            sessions.created(new SessionId(in.int64()), in.int32());
        }
        sessions.restoreLastCreated(lastCreated);
    }

    private void nodes(JuteReader in) {
        for (int left = in.int32(); left > 0; left--) {
            int has = in.int8();
            image.content(in.int32(), in.buffer(), in.buffer());
            long czxid = in.int64();
            long ctime = in.int64();
            Acl acl = (has & SnapshotFormat.HAS_ACL) != 0 ? AclCodec.read(in) : Acl.OPEN;
            rest(in, has, czxid, ctime);
            image.access(acl, (has & SnapshotFormat.HAS_OWNER) != 0 ? in.int64() : 0);
            builder.add(image);
        }
    }

    private void rest(JuteReader in, int has, long czxid, long ctime) {
        long mzxid = czxid;
        long mtime = ctime;
        long pzxid = czxid;
        int version = 0;
        int aversion = 0;
        int cversion = 0;
        if ((has & SnapshotFormat.HAS_CHANGES) != 0) {
            mzxid = in.int64();
            mtime = in.int64();
            version = in.int32();
            aversion = in.int32();
        }
        if ((has & SnapshotFormat.HAS_CHILDREN_EVER) != 0) {
            pzxid = in.int64();
            cversion = in.int32();
        }
        image.zxids(czxid, mzxid, pzxid).times(ctime, mtime).versions(version, cversion, aversion);
    }

    private void end(JuteReader in) {
        int count = in.int32();
        if (count != builder.count()) {
            throw new MalformedInput("a snapshot of " + count + " znodes holds " + builder.count());
        }
        digest = in.int64();
        ended = true;
    }

    private ReplicatedState finish() {
        if (!ended) throw new MalformedInput("a snapshot without its end");
        DataTree tree = builder.finish();
        if (tree.digest() != digest) {
            throw new MalformedInput("the tree of the snapshot is not the one that was written");
        }
        return new ReplicatedState(tree, sessions, at, settings);
    }
}
