/**
 * One client's conversation: handshake, order of requests and replies, and what it waits for.
 *
 * <p>Above it, {@code front} owns the sockets and hands over complete frames; below it, {@code
 * replica} answers reads and {@code ensemble} orders writes.
 */
@NullMarked
package io.tapio.session;

import org.jspecify.annotations.NullMarked;
