/**
 * The TCP door for clients: accepts, cuts frames out of what is read, and writes replies once a
 * turn.
 *
 * <p>One stream stage per port, {@link io.tapio.front.ClientPort}, owns all sockets of the port and
 * lives on the event loop; a connection is the {@code ClientLink} that its session speaks to. Here
 * are the bounds too: nothing a client does or leaves undone may cost the others more than its
 * share. Knows frames and four-letter words, but not what they mean. Read {@code ClientPort}, then
 * {@code ClientConnection}.
 */
@NullMarked
package io.tapio.front;

import org.jspecify.annotations.NullMarked;
