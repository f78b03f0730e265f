/**
 * How members talk: typed messages over links that are there or not, in order, and never silently
 * lossy.
 *
 * <p>{@link io.tapio.peer.PeerTransport} is all that the member knows of it. The usual way is
 * {@link io.tapio.peer.PeerLinks}: one stream stage on the event loop owns all sockets of the
 * quorum port. {@link io.tapio.peer.ClusterLinks} carries the same words in messages between actor
 * systems. What is long (a history, a snapshot) is pulled from a {@link io.tapio.peer.Supply} as
 * fast as the other side takes it, so that a slow member costs a bounded amount of memory. Read
 * {@code PeerMessage}, {@code PeerTransport}, then {@code PeerPort}.
 */
@NullMarked
package io.tapio.peer;

import org.jspecify.annotations.NullMarked;
