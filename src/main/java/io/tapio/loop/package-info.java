/**
 * The event loop: one thread that waits for sockets and runs actors, so that neither waits for the
 * other.
 *
 * <p>It is a Pekko dispatcher ({@code tapio.loop} in {@code tapio-loop.conf}). Whatever runs on it
 * shares its thread: a message between two actors there costs about as much as a call, and what
 * they share needs no lock. Nothing on it may block. Read {@link io.tapio.loop.EventLoop}.
 */
@NullMarked
package io.tapio.loop;

import org.jspecify.annotations.NullMarked;
