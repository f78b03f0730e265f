/**
 * Proof by comparison: what Apache ZooKeeper's own clients and recipes expect, what the bytes of
 * the protocol are, and long random conversations held with Apache ZooKeeper and with Tapio, in
 * which no reply may differ.
 *
 * <p>The suites are played against one server and against an ensemble of three processes, see
 * {@link io.tapio.compat.AloneAndInAnEnsemble}; the comparisons hold one server of Apache's against
 * one of Tapio's, a follower, and all members of an ensemble.
 *
 * <p>{@code -Dtapio.compat.server=apache} runs the tests against Apache ZooKeeper instead of Tapio:
 * a test that fails there is wrong.
 */
@NullMarked
package io.tapio.compat;

import org.jspecify.annotations.NullMarked;
