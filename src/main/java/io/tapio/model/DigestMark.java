package io.tapio.model;

/** The digest of the whole tree as it was after the entry {@code at}. */
public record DigestMark(Zxid at, long digest) {}
