package io.tapio.model;

/** The error codes of the client protocol that a server gives (wire-level integers). */
public enum KeeperError {
    OK(0),
    SYSTEM_ERROR(-1),
    RUNTIME_INCONSISTENCY(-2),
    DATA_INCONSISTENCY(-3),
    MARSHALLING_ERROR(-5),
    UNIMPLEMENTED(-6),
    BAD_ARGUMENTS(-8),
    NEW_CONFIG_NO_QUORUM(-13),
    RECONFIG_IN_PROGRESS(-14),
    NO_NODE(-101),
    NO_AUTH(-102),
    BAD_VERSION(-103),
    NO_CHILDREN_FOR_EPHEMERALS(-108),
    NODE_EXISTS(-110),
    NOT_EMPTY(-111),
    SESSION_EXPIRED(-112),
    INVALID_ACL(-114),
    AUTH_FAILED(-115),
    SESSION_MOVED(-118),
    NOT_READ_ONLY(-119),
    EPHEMERAL_ON_LOCAL_SESSION(-120),
    NO_WATCHER(-121),
    RECONFIG_DISABLED(-123),
    SESSION_CLOSED_REQUIRE_AUTH(-124),
    QUOTA_EXCEEDED(-125),
    THROTTLED_OP(-127);

    private final int code;

    KeeperError(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The error of a code read back from the log; an unknown code is broken data. */
    public static KeeperError ofCode(int code) {
        for (KeeperError error : values()) {
            if (error.code == code) return error;
        }
        throw new Invariant.Broken("the log holds known error codes only, not " + code);
    }
}
