package io.tapio.ensemble;

import io.tapio.model.ServerId;

/**
 * A leader that is trusted without an election: the last one named it.
 *
 * @param afterItHangsUp it still has a link to us, on which it is told; a new one would cut that
 *     short
 */
record Nomination(ServerId leader, boolean afterItHangsUp) {}
