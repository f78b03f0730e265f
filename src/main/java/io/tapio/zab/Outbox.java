package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Map;
import java.util.Set;

/**
 * What the protocol wants done, in the order it asked; carried out by the member's shell.
 *
 * <p>Effects on the log are answered by the log's word, effects on the state are not answered.
 */
public interface Outbox {
    /** Write to the journal that no epoch before this one will be followed any more. */
    void acceptEpoch(int epoch);

    /** Write to the journal that this epoch has a leader whose history is ours. */
    void establishEpoch(int epoch);

    /**
     * Write down that this disk has all that this member ever promised: it was there when the
     * ensemble began. Not answered. An established epoch says the same.
     */
    void prove();

    /** Write these entries to the journal. */
    void append(Entries entries);

    /** Write to the journal that the entries after this one are void; none was committed. */
    void truncate(Zxid to);

    /** Let the state at {@code at}, which has come whole, replace all that was logged. */
    void installSnapshot(Zxid at);

    /** Every entry up to and including this one may be applied; only the highest counts. */
    void commit(Zxid upTo);

    /**
     * This member leads the epoch from now on: writes may be proposed. The run that reaches {@code
     * endsAt} is the last of the epoch; what comes then waits for the next one.
     */
    void lead(int epoch, Zxid endsAt);

    /** This member is in step with the leader of the epoch from now on: clients may be served. */
    void follow(ServerId leader, int epoch);

    /** Whatever this member was, it is not any more: no client is served until further notice. */
    void lookAgain(String reason);

    /** A quorum has followed us after the question with this token was asked. */
    void confirmed(long token);

    /**
     * Write down how far each voter's disk had come, in place of what was remembered before; not
     * answered, and it may take a while to reach the disk.
     */
    void remember(Map<ServerId, Zxid> marks);

    /** Nothing more is to be numbered: another member is about to lead. */
    void stopProposing();

    /** Another member leads, or is about to; or there is nobody to take over. */
    void handedOver();

    /** Nobody can be elected until these come back, or until those have proven their disks. */
    void await(Set<ServerId> missing, Set<ServerId> unproven);

    /** Say this to that member; not answered, and lost if there is no way. */
    void send(ServerId to, ZabMessage message);

    /**
     * Send the entries after {@code after} up to and including {@code upTo} of our log, in order
     * with all that is sent before and after; not answered. They may be read from the disk while
     * they are sent.
     */
    void sendEntries(ServerId to, EntriesKind kind, Zxid after, Zxid upTo);

    /** Open a link to a leader; answered by its going up or down. */
    void connect(ServerId leader);

    /** Close the link with that member, in either direction; not answered. */
    void disconnect(ServerId peer, String reason);

    /** Make ready to send our state to that learner; answered by saying at which entry it is. */
    void sendSnapshot(ServerId to);
}
