package io.tapio.zab.broadcast;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import io.tapio.zab.ZabMessage.Ack;
import java.util.Optional;

/** A voter's side of phase 3: logs what is proposed, acknowledges what its disk has. */
public final class FollowerBroadcast {
    private final ServerId leader;
    private final int epoch;
    private final OwnLog log;
    private Zxid acknowledged;

    /** Goes on after a history that is acknowledged as far as the disk has it. */
    public FollowerBroadcast(ServerId leader, int epoch, OwnLog log) {
        this.leader = leader;
        this.epoch = epoch;
        this.log = log;
        this.acknowledged = log.durable();
    }

    /** Takes what is proposed; the answer is what is wrong with it, if anything. */
    public Optional<String> onProposal(Entries entries, Outbox out) {
        if (entries.first().epoch() != epoch) return Optional.of("it proposes for another epoch");
        if (!OwnLog.follows(log.appended(), entries)) {
            return Optional.of("entry " + entries.first() + " does not follow " + log.appended());
        }

        out.append(entries);
        return Optional.empty();
    }

    public void onDurable(Outbox out) {
        if (!log.durable().isAfter(acknowledged)) return;

        acknowledged = log.durable();
        out.send(leader, new Ack(acknowledged));
    }

    public Optional<String> onCommit(Zxid upTo, Outbox out) {
        if (upTo.isAfter(log.appended())) return Optional.of("it commits what it never proposed");

        out.commit(upTo);
        return Optional.empty();
    }
}
