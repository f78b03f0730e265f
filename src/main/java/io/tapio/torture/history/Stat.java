package io.tapio.torture.history;

/**
 * What a reply said of a node besides its data.
 *
 * @param cversion as it goes over the wire: creations and deletions of children
 * @param owner the session of an ephemeral node, or 0
 */
public record Stat(
        long czxid, long mzxid, int version, int cversion, long pzxid, long owner, int children) {

    /** How many children were ever created: what the names of sequential ones count. */
    int creations() {
        return (cversion + children) / 2;
    }
}
