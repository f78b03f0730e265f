/**
 * The client protocol: shapes, not meaning.
 *
 * <p>Requests are read here just as the client sent them; whether they make sense is judged in
 * {@code state}. Read {@link io.tapio.wire.OpCode}, then {@code Request}.
 */
@NullMarked
package io.tapio.wire;

import org.jspecify.annotations.NullMarked;
