package io.tapio.peer;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import io.tapio.zab.PeerState;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The protocol's messages as bytes: a tag, then the fields in the order of the record.
 *
 * <p>Entries come last and reach to the end of the word: they are neither copied nor counted. A tag
 * once given keeps its meaning.
 */
final class ZabCodec {
    private static final int NOTIFICATION = 1;
    private static final int FOLLOWER_INFO = 2;
    private static final int OBSERVER_INFO = 3;
    private static final int LEADER_INFO = 4;
    private static final int ACK_EPOCH = 5;
    private static final int DIFF = 6;
    private static final int TRUNC = 7;
    private static final int SNAPSHOT_OFFER = 8;
    private static final int SYNC_ENTRIES = 9;
    private static final int NEW_LEADER = 10;
    private static final int ACK_NEW_LEADER = 11;
    private static final int UP_TO_DATE = 12;
    private static final int PROPOSAL = 13;
    private static final int ACK = 14;
    private static final int COMMIT = 15;
    private static final int INFORM = 16;
    private static final int PING = 17;
    private static final int PONG = 18;
    private static final int HAND_OVER = 19;

    private static final int MEMBERS_MAX = 256;

    /** Writes all but the entries, which it returns; nothing if there are none. */
    Bytes write(JuteWriter out, ZabMessage message) {
        return switch (message) {
            case ZabMessage.SyncEntries sync -> entries(tag(out, SYNC_ENTRIES), sync.entries());
            case ZabMessage.Proposal proposal -> entries(tag(out, PROPOSAL), proposal.entries());
            case ZabMessage.Inform inform -> entries(tag(out, INFORM), inform.entries());
            case ZabMessage.Election election -> whole(() -> write(out, election));
            case ZabMessage.Discovery discovery -> whole(() -> write(out, discovery));
            case ZabMessage.Sync sync -> whole(() -> write(out, sync));
            case ZabMessage.Broadcast broadcast -> whole(() -> write(out, broadcast));
            case ZabMessage.Liveness liveness -> whole(() -> write(out, liveness));
        };
    }

    private static Bytes whole(Runnable write) {
        write.run();
        return Bytes.EMPTY;
    }

    private static void write(JuteWriter out, ZabMessage.Election message) {
        switch (message) {
            case ZabMessage.Notification said -> {
                tag(out, NOTIFICATION).int32(said.vote().leader().value());
                zxid(out.int32(said.vote().epoch()), said.vote().lastLogged());
                out.int64(said.round()).int8(state(said.state()));
                standing(out, said.standing());
                marks(out, said.marks()).int64(said.configVersion());
            }
        }
    }

    private static void write(JuteWriter out, ZabMessage.Discovery message) {
        switch (message) {
            case ZabMessage.FollowerInfo info ->
                    tag(out, FOLLOWER_INFO)
                            .int32(info.acceptedEpoch())
                            .bool(info.counts())
                            .int64(info.configVersion());
            case ZabMessage.ObserverInfo info ->
                    tag(out, OBSERVER_INFO).int32(info.acceptedEpoch()).int64(info.configVersion());
            case ZabMessage.LeaderInfo info -> tag(out, LEADER_INFO).int32(info.epoch());
            case ZabMessage.AckEpoch ack -> {
                tag(out, ACK_EPOCH).int32(ack.currentEpoch()).bool(ack.fresh());
                zxid(out, ack.log().base()).vector(ack.log().ends(), ZabCodec::zxid);
            }
        }
    }

    private static void write(JuteWriter out, ZabMessage.Sync message) {
        switch (message) {
            case ZabMessage.Diff diff -> zxid(tag(out, DIFF), diff.from());
            case ZabMessage.Trunc trunc -> zxid(tag(out, TRUNC), trunc.to());
            case ZabMessage.SnapshotOffer offer -> zxid(tag(out, SNAPSHOT_OFFER), offer.at());
            case ZabMessage.NewLeader leader -> tag(out, NEW_LEADER).int32(leader.epoch());
            case ZabMessage.AckNewLeader ack ->
                    zxid(tag(out, ACK_NEW_LEADER).int32(ack.epoch()), ack.logged());
            case ZabMessage.UpToDate serve -> zxid(tag(out, UP_TO_DATE), serve.committed());
            case ZabMessage.SyncEntries entries -> throw new AssertionError(entries);
        }
    }

    private static void write(JuteWriter out, ZabMessage.Broadcast message) {
        switch (message) {
            case ZabMessage.Ack ack -> zxid(tag(out, ACK), ack.logged());
            case ZabMessage.Commit commit -> zxid(tag(out, COMMIT), commit.upTo());
            case ZabMessage.HandOver over -> tag(out, HAND_OVER).int32(over.successor().value());
            case ZabMessage.Proposal entries -> throw new AssertionError(entries);
            case ZabMessage.Inform entries -> throw new AssertionError(entries);
        }
    }

    private static void write(JuteWriter out, ZabMessage.Liveness message) {
        switch (message) {
            case ZabMessage.Ping ping -> marks(tag(out, PING).int64(ping.round()), ping.marks());
            case ZabMessage.Pong pong -> tag(out, PONG).int64(pong.round());
        }
    }

    private static void standing(JuteWriter out, Standing standing) {
        out.bool(standing.proven()).int32(standing.acceptedEpoch()).int32(standing.currentEpoch());
        zxid(out, standing.lastLogged());
    }

    private static JuteWriter marks(JuteWriter out, Map<ServerId, Zxid> marks) {
        out.int32(marks.size());
        marks.forEach((voter, mark) -> zxid(out.int32(voter.value()), mark));
        return out;
    }

    private static JuteWriter tag(JuteWriter out, int tag) {
        return out.int8((byte) tag);
    }

    private static Bytes entries(JuteWriter out, Entries entries) {
        zxid(zxid(out, entries.first()), entries.last());
        return entries.encoded();
    }

    static JuteWriter zxid(JuteWriter out, Zxid zxid) {
        return out.int64(zxid.value());
    }

    /** Reads what {@code in} has left of {@code body}. */
    ZabMessage read(JuteReader in, byte[] body) {
        return switch (in.int8()) {
            case NOTIFICATION -> notification(in);
            case FOLLOWER_INFO -> new ZabMessage.FollowerInfo(in.int32(), in.bool(), in.int64());
            case OBSERVER_INFO -> new ZabMessage.ObserverInfo(in.int32(), in.int64());
            case LEADER_INFO -> new ZabMessage.LeaderInfo(in.int32());
            case ACK_EPOCH -> new ZabMessage.AckEpoch(in.int32(), in.bool(), outline(in));
            case DIFF -> new ZabMessage.Diff(zxid(in));
            case TRUNC -> new ZabMessage.Trunc(zxid(in));
            case SNAPSHOT_OFFER -> new ZabMessage.SnapshotOffer(zxid(in));
            case SYNC_ENTRIES -> new ZabMessage.SyncEntries(entries(in, body));
            case NEW_LEADER -> new ZabMessage.NewLeader(in.int32());
            case ACK_NEW_LEADER -> new ZabMessage.AckNewLeader(in.int32(), zxid(in));
            case UP_TO_DATE -> new ZabMessage.UpToDate(zxid(in));
            case PROPOSAL -> new ZabMessage.Proposal(entries(in, body));
            case ACK -> new ZabMessage.Ack(zxid(in));
            case COMMIT -> new ZabMessage.Commit(zxid(in));
            case INFORM -> new ZabMessage.Inform(entries(in, body));
            case PING -> new ZabMessage.Ping(in.int64(), marks(in));
            case PONG -> new ZabMessage.Pong(in.int64());
            case HAND_OVER -> new ZabMessage.HandOver(serverId(in));
            default -> throw new MalformedInput("a message of an unknown kind");
        };
    }

    private static ZabMessage.Notification notification(JuteReader in) {
        Vote vote = new Vote(serverId(in), in.int32(), zxid(in));
        long round = in.int64();
        PeerState state = state(in.int8());
        Standing standing = new Standing(in.bool(), in.int32(), in.int32(), zxid(in));
        return new ZabMessage.Notification(vote, round, state, standing, marks(in), in.int64());
    }

    private static Map<ServerId, Zxid> marks(JuteReader in) {
        int count = in.int32();
        if (count < 0 || count > MEMBERS_MAX) throw new MalformedInput("marks of " + count);
        var marks = new HashMap<ServerId, Zxid>();
        for (int i = 0; i < count; i++) {
            marks.put(serverId(in), zxid(in));
        }
        return marks;
    }

    private static byte state(PeerState state) {
        return switch (state) {
            case LOOKING -> 0;
            case FOLLOWING -> 1;
            case LEADING -> 2;
            case OBSERVING -> 3;
        };
    }

    private static PeerState state(byte code) {
        return switch (code) {
            case 0 -> PeerState.LOOKING;
            case 1 -> PeerState.FOLLOWING;
            case 2 -> PeerState.LEADING;
            case 3 -> PeerState.OBSERVING;
            default -> throw new MalformedInput("a member in an unknown state");
        };
    }

    static ServerId serverId(JuteReader in) {
        int value = in.int32();
        if (value < 0 || value > 255) throw new MalformedInput("no member has the id " + value);
        return new ServerId(value);
    }

    static Zxid zxid(JuteReader in) {
        return new Zxid(in.int64());
    }

    private static LogOutline outline(JuteReader in) {
        Zxid base = zxid(in);
        List<Zxid> ends = in.vector(ZabCodec::zxid);
        Zxid before = base;
        for (Zxid end : ends) {
            if (!end.isAfter(before)) throw new MalformedInput("epochs that do not ascend");
            before = end;
        }
        return new LogOutline(base, ends);
    }

    private static Entries entries(JuteReader in, byte[] body) {
        Zxid first = zxid(in);
        Zxid last = zxid(in);
        if (first.epoch() != last.epoch() || first.isAfter(last)) {
            throw new MalformedInput("a run of entries from " + first + " to " + last);
        }
        Bytes encoded = PeerCodec.rest(in, body);
        if (count(encoded) != last.value() - first.value() + 1) {
            throw new MalformedInput("a run of another length than it says");
        }
        return new Entries(first, last, encoded);
    }

    private static long count(Bytes encoded) {
        JuteReader in = new JuteReader(encoded);
        long count = 0;
        while (in.remaining() > 0) {
            if (in.buffer().isAbsent()) throw new MalformedInput("an entry without a length");
            count++;
        }
        return count;
    }
}
