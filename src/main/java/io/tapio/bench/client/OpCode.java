package io.tapio.bench.client;

/** Numbers of operations on the wire (ZooDefs of the protocol). */
final class OpCode {
    static final int CREATE = 1;
    static final int DELETE = 2;
    static final int EXISTS = 3;
    static final int GET_DATA = 4;
    static final int SET_DATA = 5;
    static final int SYNC = 9;
    static final int PING = 11;
    static final int GET_CHILDREN2 = 12;
    static final int MULTI = 14;
    static final int CLOSE_SESSION = -11;

    static final int XID_EVENT = -1;
    static final int XID_PING = -2;

    private OpCode() {}
}
