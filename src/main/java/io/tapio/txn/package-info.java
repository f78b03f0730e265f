/**
 * What can change: the facts that the log replicates, and their bytes.
 *
 * <p>A {@link io.tapio.txn.Txn} says what has been decided, never what was asked: sequence numbers,
 * versions, times and the list of a closed session's znodes are all settled before it is written.
 */
@NullMarked
package io.tapio.txn;

import org.jspecify.annotations.NullMarked;
