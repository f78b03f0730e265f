package io.tapio.peer;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.PeerState;
import io.tapio.zab.Standing;
import io.tapio.zab.Vote;
import io.tapio.zab.ZabMessage;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Small messages with something recognisable in them. */
final class Toys {
    private Toys() {}

    static PeerMessage errand(String text) {
        return new PeerMessage.Errand(Bytes.utf8(text));
    }

    static PeerMessage errand(int bytes) {
        return new PeerMessage.Errand(Bytes.wrap(new byte[bytes]));
    }

    static PeerMessage ping(long round) {
        return new PeerMessage.Said(new ZabMessage.Ping(round, java.util.Map.of()));
    }

    static PeerMessage commit(Zxid upTo) {
        return new PeerMessage.Said(new ZabMessage.Commit(upTo));
    }

    static PeerMessage proposal(Entries entries) {
        return new PeerMessage.Said(new ZabMessage.Proposal(entries));
    }

    static ZabMessage.Notification vote(int forWhom, long round) {
        return new ZabMessage.Notification(
                new Vote(new ServerId(forWhom), 1, Zxid.of(1, 1)),
                round,
                PeerState.LOOKING,
                new Standing(true, 1, 1, Zxid.of(1, 1)),
                java.util.Map.of(),
                0);
    }

    static boolean isVote(PeerMessage message) {
        return message instanceof PeerMessage.Said(ZabMessage.Election said);
    }

    static Optional<Entries> entries(PeerMessage message) {
        return switch (message) {
            case PeerMessage.Said(ZabMessage.SyncEntries(Entries run)) -> Optional.of(run);
            case PeerMessage.Said(ZabMessage.Proposal(Entries run)) -> Optional.of(run);
            case PeerMessage.Said(ZabMessage.Inform(Entries run)) -> Optional.of(run);
            default -> Optional.empty();
        };
    }

    /** Of the entries or the piece of a snapshot that a message carries. */
    static long length(PeerMessage message) {
        if (message instanceof PeerMessage.SnapshotChunk(Bytes bytes)) return bytes.length();

        return entries(message).map(run -> (long) run.encoded().length()).orElse(0L);
    }

    /** Entries of so many bytes each; an entry begins with the low part of its zxid. */
    static Entries entries(Zxid first, int count, int bytesEach) {
        ByteBuffer out = ByteBuffer.allocate(count * (4 + bytesEach));
        for (int i = 0; i < count; i++) {
            out.putInt(bytesEach);
            byte[] entry = new byte[bytesEach];
            ByteBuffer.wrap(entry).putInt(first.counter() + i);
            out.put(entry);
        }
        return new Entries(first, new Zxid(first.value() + count - 1), Bytes.wrap(out.array()));
    }
}
