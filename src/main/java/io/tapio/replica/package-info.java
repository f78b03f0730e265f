/**
 * The actor that owns the replicated state, and everything it does in one order: reads, judging
 * writes, applying what is committed.
 *
 * <p>{@link io.tapio.state.StateMachine} decides and is pure; {@link io.tapio.replica.Replica} is
 * its shell. All it gives out passes the watch manager, so that a client never sees new data before
 * the event that announces it.
 */
@NullMarked
package io.tapio.replica;

import org.jspecify.annotations.NullMarked;
