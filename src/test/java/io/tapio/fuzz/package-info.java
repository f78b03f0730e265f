/**
 * Every parser that sees bytes from outside, under inputs that nobody meant: each is read or
 * refused as documented, in bounded time and memory, and what was read is the same when it is
 * written and read again.
 */
@NullMarked
package io.tapio.fuzz;

import org.jspecify.annotations.NullMarked;
