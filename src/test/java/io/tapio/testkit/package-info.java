/**
 * Tools for tests that talk to a server over a real socket: a raw client with an encoding of its
 * own, and servers to point it at.
 *
 * <p>Nothing here uses the codecs of the server under test. That is on purpose: a mistake in a
 * codec that both ends share is invisible, two independent readings of the protocol disagree aloud.
 */
@NullMarked
package io.tapio.testkit;

import org.jspecify.annotations.NullMarked;
