package io.tapio.zab;

/**
 * How far a member's word can be relied upon.
 *
 * @param proven its disk has all that it ever promised; if not, it has no vote until it is synced
 * @param empty its log has no entry at all
 * @param acceptedEpoch the newest epoch it has promised to follow, as far as it remembers
 */
public record Standing(boolean proven, boolean empty, int acceptedEpoch) {}
