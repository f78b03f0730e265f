package io.tapio.torture.history;

/**
 * One line of a history. The lines of one client stand in the order in which it heard them; times
 * are nanoseconds of one clock that never goes back.
 */
public sealed interface Event {

    /**
     * A call and what became of it.
     *
     * @param order counts the calls of a client in the order in which it sent them
     * @param heard when the answer came, or was given up
     */
    record Operation(
            int client, long session, int order, long sent, long heard, Call call, Answer answer)
            implements Event {

        public boolean isDone() {
            return answer instanceof Answer.Done;
        }

        public boolean isLost() {
            return answer instanceof Answer.Lost;
        }

        /** Of the answer; 0 if there was none. */
        public long zxid() {
            return switch (answer) {
                case Answer.Done done -> done.zxid();
                case Answer.Failed failed -> failed.zxid();
                case Answer.Lost lost -> 0;
            };
        }
    }

    /** What a watch tells of a node. */
    enum Change {
        CREATED,
        DELETED,
        DATA,
        CHILDREN
    }

    /** A watch has fired, for the transaction of this zxid. */
    record Fired(int client, long session, long heard, Change change, String path, long zxid)
            implements Event {}

    /**
     * A connection with this session.
     *
     * @param fresh whether the session is a new one
     */
    record Attached(int client, long session, long sent, long heard, int timeoutMs, boolean fresh)
            implements Event {}

    /** The connection is no more; the session may go on. */
    record Detached(int client, long session, long heard) implements Event {}

    /** The client wanted to go on with its session and was told that there is none. */
    record Expired(int client, long session, long sent, long heard) implements Event {}

    /** A node that is there when all is over. */
    record Remains(String path, String data, Stat stat) implements Event {}
}
