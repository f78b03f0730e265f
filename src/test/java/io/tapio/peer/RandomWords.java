package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import io.tapio.zab.PeerState;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Words of all kinds with anything in them that the protocol allows. */
final class RandomWords {
    private final SplittableRandom random;

    RandomWords(SplittableRandom random) {
        this.random = random;
    }

    Word any() {
        return switch (random.nextInt(8)) {
            case 0 -> greeting();
            case 1 -> new Word.Alive(random.nextBoolean());
            case 2 -> new Word.Farewell("because of " + random.nextInt());
            case 3 -> new Word.Carried(new PeerMessage.Errand(bytes(200)));
            case 4 -> new Word.Carried(new PeerMessage.SnapshotChunk(bytes(3000)));
            case 5 ->
                    new Word.Carried(
                            new PeerMessage.SnapshotEnd(new DigestMark(zxid(), random.nextLong())));
            default -> new Word.Carried(new PeerMessage.Said(message()));
        };
    }

    private Word greeting() {
        return new Word.Greeting(
                random.nextBoolean() ? LinkKind.LEARNER : LinkKind.VOTES,
                random.nextBoolean() ? Optional.of(uuid()) : Optional.empty(),
                member(),
                member(),
                uuid(),
                random.nextBoolean() ? Optional.of(notification()) : Optional.empty());
    }

    ZabMessage message() {
        return switch (random.nextInt(19)) {
            case 0 -> notification();
            case 1 ->
                    new ZabMessage.FollowerInfo(
                            random.nextInt(), random.nextBoolean(), random.nextLong());
            case 2 -> new ZabMessage.ObserverInfo(random.nextInt(), random.nextLong());
            case 3 -> new ZabMessage.LeaderInfo(random.nextInt());
            case 4 -> new ZabMessage.AckEpoch(random.nextInt(), random.nextBoolean(), outline());
            case 5 -> new ZabMessage.Diff(zxid());
            case 6 -> new ZabMessage.Trunc(zxid());
            case 7 -> new ZabMessage.SnapshotOffer(zxid());
            case 8 -> new ZabMessage.SyncEntries(entries());
            case 9 -> new ZabMessage.NewLeader(random.nextInt());
            case 10 -> new ZabMessage.AckNewLeader(random.nextInt(), zxid());
            case 11 -> new ZabMessage.UpToDate(zxid());
            case 12 -> new ZabMessage.Proposal(entries());
            case 13 -> new ZabMessage.Ack(zxid());
            case 14 -> new ZabMessage.Commit(zxid());
            case 15 -> new ZabMessage.Inform(entries());
            case 16 -> new ZabMessage.HandOver(member());
            case 17 -> new ZabMessage.Ping(random.nextLong(), marks());
            default -> new ZabMessage.Pong(random.nextLong());
        };
    }

    ZabMessage.Notification notification() {
        PeerState[] states = PeerState.values();
        return new ZabMessage.Notification(
                new Vote(member(), random.nextInt(), zxid()),
                random.nextLong(),
                states[random.nextInt(states.length)],
                new Standing(random.nextBoolean(), random.nextInt(), random.nextInt(), zxid()),
                marks(),
                random.nextLong());
    }

    private Map<ServerId, Zxid> marks() {
        var marks = new HashMap<ServerId, Zxid>();
        for (int i = random.nextInt(4); i > 0; i--) {
            marks.put(member(), zxid());
        }
        return marks;
    }

    private LogOutline outline() {
        Zxid base = Zxid.of(random.nextInt(10), random.nextInt(100));
        List<Zxid> ends = new ArrayList<>();
        Zxid end = base;
        for (int i = random.nextInt(6); i > 0; i--) {
            end = Zxid.of(end.epoch() + 1 + random.nextInt(3), random.nextInt(1000));
            ends.add(end);
        }
        return new LogOutline(base, ends);
    }

    Entries entries() {
        int count = 1 + random.nextInt(20);
        Zxid first = Zxid.of(1 + random.nextInt(100), 1 + random.nextInt(1 << 20));
        return entries(first, count, 60);
    }

    private Entries entries(Zxid first, int count, int maxBytes) {
        ByteBuffer out = ByteBuffer.allocate(count * (4 + maxBytes));
        for (int i = 0; i < count; i++) {
            Bytes entry = bytes(maxBytes);
            out.putInt(entry.length()).put(entry.toArray());
        }
        return new Entries(
                first,
                new Zxid(first.value() + count - 1),
                Bytes.wrap(out.array(), 0, out.position()));
    }

    private Bytes bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private ServerId member() {
        return new ServerId(random.nextInt(256));
    }

    private Zxid zxid() {
        return new Zxid(random.nextLong());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
