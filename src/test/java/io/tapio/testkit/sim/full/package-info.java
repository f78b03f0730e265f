/**
 * Whole ensembles of production machines on virtual time: members with their logs, states, watches
 * and sessions, links between them, and clients that hold them to their word. One thread, one seed,
 * one history.
 */
@NullMarked
package io.tapio.testkit.sim.full;

import org.jspecify.annotations.NullMarked;
