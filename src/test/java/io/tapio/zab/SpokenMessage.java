package io.tapio.zab;

import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;

/** A message out of the words of a scenario. */
public final class SpokenMessage {
    private SpokenMessage() {}

    /** The words from {@code at} on, such as {@code Proposal 0x500000001 2}. */
    public static ZabMessage of(Words words, int at) {
        return switch (words.at(at)) {
            case "LOOKING", "FOLLOWING", "LEADING", "OBSERVING" -> notification(words, at);
            case "FollowerInfo" -> new ZabMessage.FollowerInfo(words.number(at + 1), true, 0);
            case "UnprovenInfo" -> new ZabMessage.FollowerInfo(words.number(at + 1), false, 0);
            case "ObserverInfo" -> new ZabMessage.ObserverInfo(words.number(at + 1), 0);
            case "LeaderInfo" -> new ZabMessage.LeaderInfo(words.number(at + 1));
            case "AckEpoch" -> ackEpoch(words, at);
            case "Diff" -> new ZabMessage.Diff(words.zxid(at + 1));
            case "Trunc" -> new ZabMessage.Trunc(words.zxid(at + 1));
            case "SnapshotOffer" -> new ZabMessage.SnapshotOffer(words.zxid(at + 1));
            case "SyncEntries" -> new ZabMessage.SyncEntries(words.run(at + 1));
            case "NewLeader" -> new ZabMessage.NewLeader(words.number(at + 1));
            case "AckNewLeader" ->
                    new ZabMessage.AckNewLeader(words.number(at + 1), words.zxid(at + 2));
            case "UpToDate" -> new ZabMessage.UpToDate(words.zxid(at + 1));
            case "Proposal" -> new ZabMessage.Proposal(words.run(at + 1));
            case "Ack" -> new ZabMessage.Ack(words.zxid(at + 1));
            case "Commit" -> new ZabMessage.Commit(words.zxid(at + 1));
            case "Inform" -> new ZabMessage.Inform(words.run(at + 1));
            case "HandOver" -> new ZabMessage.HandOver(words.server(at + 1));
            case "Ping" -> new ZabMessage.Ping(words.number(at + 1), words.marks());
            case "Pong" -> new ZabMessage.Pong(words.number(at + 1));
            default -> throw new IllegalArgumentException(words.at(at));
        };
    }

    /** {@code LOOKING 3 for s2 1 0x100000005}: round, leader, epoch, log; then how it stands. */
    private static ZabMessage.Notification notification(Words words, int at) {
        var vote = new Vote(words.server(at + 3), words.number(at + 4), words.zxid(at + 5));
        Zxid last = words.has("empty") ? Zxid.NONE : vote.lastLogged();
        var standing = new Standing(!words.has("unproven"), vote.epoch(), vote.epoch(), last);
        return new ZabMessage.Notification(
                vote,
                words.number(at + 1),
                PeerState.valueOf(words.at(at)),
                standing,
                words.marks(),
                0);
    }

    /** {@code AckEpoch 4 fresh 0x300000002 0x400000009}: the ends of its log. */
    private static ZabMessage.AckEpoch ackEpoch(Words words, int at) {
        List<Zxid> ends = new ArrayList<>();
        for (int i = at + 3; i < words.count(); i++) {
            ends.add(words.zxid(i));
        }
        boolean fresh = words.at(at + 2).equals("fresh");
        return new ZabMessage.AckEpoch(
                words.number(at + 1), fresh, new LogOutline(Zxid.NONE, ends));
    }
}
