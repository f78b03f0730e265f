package io.tapio.model;

/** One line of an access list: what the holder of {@code scheme:id} may do. */
public record AclEntry(int perms, String scheme, String id) {}
