package io.tapio.model;

/**
 * What a client sees of a znode besides its data, as it goes over the wire.
 *
 * <p>{@code cversion} is the wire form: twice the children ever created less the children there
 * are, so that it moves with creates and deletes alike. {@code ephemeralOwner} is 0 for persistent,
 * container and TTL znodes. Times are milliseconds since 1970.
 */
public record Stat(
        Zxid czxid,
        Zxid mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        Zxid pzxid) {}
