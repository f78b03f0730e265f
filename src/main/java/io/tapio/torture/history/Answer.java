package io.tapio.torture.history;

/** What became of a call, as far as its client was told. */
public sealed interface Answer {

    /** Success, as of this zxid. */
    record Done(long zxid, Result result) implements Answer {}

    /**
     * A definite error: nothing was changed.
     *
     * @param at the step of a multi that failed, from 0
     */
    record Failed(long zxid, int error, int at) implements Answer {}

    /** The connection broke first: done once, or never. */
    record Lost() implements Answer {}

    /** The error codes that tell something of a node. */
    int NO_NODE = -101;

    int BAD_VERSION = -103;
    int NO_CHILDREN_FOR_EPHEMERALS = -108;
    int NODE_EXISTS = -110;
    int NOT_EMPTY = -111;
}
