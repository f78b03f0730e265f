package io.tapio.wire;

/** The numbers of the client protocol's operations, and what kind of operation each is. */
public final class OpCode {
    public static final int CLOSE_SESSION = -11;
    public static final int CREATE_SESSION = -10;
    public static final int ERROR = -1;
    public static final int NOTIFICATION = 0;
    public static final int CREATE = 1;
    public static final int DELETE = 2;
    public static final int EXISTS = 3;
    public static final int GET_DATA = 4;
    public static final int SET_DATA = 5;
    public static final int GET_ACL = 6;
    public static final int SET_ACL = 7;
    public static final int GET_CHILDREN = 8;
    public static final int SYNC = 9;
    public static final int PING = 11;
    public static final int GET_CHILDREN2 = 12;
    public static final int CHECK = 13;
    public static final int MULTI = 14;
    public static final int CREATE2 = 15;
    public static final int RECONFIG = 16;
    public static final int CHECK_WATCHES = 17;
    public static final int REMOVE_WATCHES = 18;
    public static final int CREATE_CONTAINER = 19;
    public static final int DELETE_CONTAINER = 20;
    public static final int CREATE_TTL = 21;
    public static final int MULTI_READ = 22;
    public static final int AUTH = 100;
    public static final int SET_WATCHES = 101;
    public static final int SASL = 102;
    public static final int GET_EPHEMERALS = 103;
    public static final int GET_ALL_CHILDREN_NUMBER = 104;
    public static final int SET_WATCHES2 = 105;
    public static final int ADD_WATCH = 106;
    public static final int WHO_AM_I = 107;

    private OpCode() {}

    /** Whether a client may send this code; those kept for the server itself it may not. */
    public static boolean isKnown(int opCode) {
        return switch (opCode) {
            case CHECK, DELETE_CONTAINER -> false;
            case CLOSE_SESSION -> true;
            case CREATE, DELETE, EXISTS, GET_DATA, SET_DATA, GET_ACL, SET_ACL, GET_CHILDREN -> true;
            case SYNC, PING, GET_CHILDREN2, MULTI, CREATE2, RECONFIG, CHECK_WATCHES -> true;
            case REMOVE_WATCHES, CREATE_CONTAINER, CREATE_TTL, MULTI_READ, AUTH -> true;
            case SET_WATCHES, SASL, GET_EPHEMERALS, GET_ALL_CHILDREN_NUMBER -> true;
            case SET_WATCHES2, ADD_WATCH, WHO_AM_I -> true;
            default -> false;
        };
    }

    /** Whether the operation takes a place in the log, be it asked by a client or by ourselves. */
    public static boolean isWrite(int opCode) {
        return switch (opCode) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> true;
            case DELETE, DELETE_CONTAINER, SET_DATA, SET_ACL, MULTI, RECONFIG -> true;
            case CREATE_SESSION, CLOSE_SESSION -> true;
            default -> false;
        };
    }

    /** The four-letter name that {@code cons} shows as a connection's last operation. */
    public static String shortName(int opCode) {
        return switch (opCode) {
            case CREATE_SESSION -> "SESS";
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> "CREA";
            case DELETE, DELETE_CONTAINER -> "DELE";
            case EXISTS -> "EXIS";
            case GET_DATA -> "GETD";
            case SET_DATA -> "SETD";
            case GET_ACL -> "GETA";
            case SET_ACL -> "SETA";
            case GET_CHILDREN, GET_CHILDREN2 -> "GETC";
            case GET_ALL_CHILDREN_NUMBER -> "GETACN";
            case GET_EPHEMERALS -> "GETE";
            case SYNC -> "SYNC";
            case PING -> "PING";
            case MULTI -> "MULT";
            case MULTI_READ -> "MLTR";
            case CLOSE_SESSION -> "CLOS";
            case RECONFIG -> "RECO";
            case CHECK -> "CHEC";
            case CHECK_WATCHES -> "CHKW";
            case REMOVE_WATCHES -> "REMW";
            case ADD_WATCH -> "ADDW";
            case SET_WATCHES -> "SETW";
            case SET_WATCHES2 -> "STW2";
            case WHO_AM_I -> "HOMI";
            default -> "NA";
        };
    }
}
