package io.tapio.testkit;

/** The 68 bytes of a Stat. */
public record RawStat(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        long pzxid) {

    static RawStat read(WireReader in) {
        return new RawStat(
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int64());
    }
}
