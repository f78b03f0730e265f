package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.zab.PeerState;

/** What a member that serves clients is: who leads, and in which epoch. */
public record Office(PeerState state, ServerId leader, int epoch) {}
