/**
 * One member of the ensemble through all phases of Zab, a file each: looking, leading, following,
 * observing.
 *
 * <p>{@link io.tapio.ensemble.ZabPeer} decides and is pure; its {@code LogKeeper} stands between it
 * and the log, and asserts the order of epochs and entries. {@link io.tapio.ensemble.Member} is the
 * actor that carries out, a batch at a time, towards {@code log} and {@code replica}. An ensemble
 * of one elects itself: its own disk is its quorum.
 */
@NullMarked
package io.tapio.ensemble;

import org.jspecify.annotations.NullMarked;
