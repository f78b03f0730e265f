/**
 * One member of the ensemble through all phases of Zab: looking, discovering, leading.
 *
 * <p>{@link io.tapio.ensemble.ZabPeer} decides and is pure; {@link io.tapio.ensemble.Member} is the
 * actor that carries out, a batch at a time, towards {@code log} and {@code replica}. An ensemble
 * of one elects itself: its own disk is its quorum.
 */
@NullMarked
package io.tapio.ensemble;

import org.jspecify.annotations.NullMarked;
