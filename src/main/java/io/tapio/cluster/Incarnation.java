package io.tapio.cluster;

import io.tapio.model.ServerId;

/**
 * A member's part of the cluster from its start to its end; started again, it is another one.
 *
 * @param uid drawn by Pekko at the start
 */
record Incarnation(ServerId id, long uid) {}
