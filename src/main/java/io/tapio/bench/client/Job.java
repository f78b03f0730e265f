package io.tapio.bench.client;

/** What one connection asks for, request by request, and what it makes of the replies. */
public interface Job {
    /** There is nothing to ask for now. */
    int NOTHING = -1;

    /** Writes one request; the tag, not negative, comes back with its reply. */
    int ask(Requests out);

    /** The reply to what was asked under this tag, which the job reads to its end. */
    void hear(int tag, Reply reply) throws WrongReply;

    /** An event of a watch, read behind the header. */
    default void event(int type, Reply event, long now) throws WrongReply {
        throw new WrongReply("an event that nobody asked for");
    }
}
