/**
 * The members of the ensemble as a Pekko cluster: seen, never obeyed.
 *
 * <p>Zab alone decides who leads and what is committed. The cluster lives in an actor system of its
 * own on the election port, with few threads, and is there for those who look on: who is up, who is
 * out of reach. Nothing on the way of the data passes through it, so it may be slow, late or
 * started anew while clients are served.
 *
 * <p>Read {@link io.tapio.cluster.ClusterJoiner}, which starts it, then {@code JoinPlan}, which
 * decides who founds a cluster, who joins it, and who has to leave an island.
 */
@NullMarked
package io.tapio.cluster;

import org.jspecify.annotations.NullMarked;
