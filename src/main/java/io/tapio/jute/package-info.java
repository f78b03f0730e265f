/**
 * ZooKeeper's binary primitives: big-endian integers, length-prefixed buffers, strings and vectors.
 *
 * <p>Only this room knows that a length of -1 means "not there". What it cannot read is {@link
 * io.tapio.jute.MalformedInput}.
 */
@NullMarked
package io.tapio.jute;

import org.jspecify.annotations.NullMarked;
