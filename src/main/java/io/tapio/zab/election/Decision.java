package io.tapio.zab.election;

import io.tapio.model.ServerId;

/**
 * Whom a member trusts, and how it stands itself.
 *
 * @param counts whether its own word counts for a quorum
 * @param accepted the newest epoch that must not be used again, as far as it knows
 */
public record Decision(ServerId leader, long round, boolean counts, int accepted) {}
