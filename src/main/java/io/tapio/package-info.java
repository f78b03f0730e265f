/**
 * The front of the house: the command line, and how the rooms are put together into one server.
 *
 * <p>{@link io.tapio.Tapio} is the program, {@link io.tapio.Server} one server in this process,
 * {@link io.tapio.House} the actor at its root.
 */
@NullMarked
package io.tapio;

import org.jspecify.annotations.NullMarked;
