package io.tapio.state;

/** What the replica hands on, in order: changes before the answers that follow from them. */
public sealed interface Outcome {

    /** The tree changed by the entry {@code zxid}. */
    record Changed(TreeChange change, long zxid) implements Outcome {}

    /** Replies {@code [from, to)} of the batch's bytes answer {@code answered} writes. */
    record Answered(Conversation to, int from, int until, int answered, boolean hangUp)
            implements Outcome {}

    /** Reads whose replies are complete but for the watch steps. */
    record Reads(ReadBatch batch) implements Outcome {}

    /** Something to be told to one session. */
    record Told(Conversation to, Delivery delivery) implements Outcome {}

    /** The conversation is over: its watches go. */
    record Left(Conversation conversation) implements Outcome {}
}
