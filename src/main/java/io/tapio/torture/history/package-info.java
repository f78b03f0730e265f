/**
 * What clients asked of an ensemble and were told, and whether it agrees with what the ensemble
 * promises.
 *
 * <p>A {@link io.tapio.torture.history.History} is a list of {@link
 * io.tapio.torture.history.Event}s; {@link io.tapio.torture.history.HistoryFile} keeps them as
 * lines of JSON. {@link io.tapio.torture.history.HistoryCheck} judges it by the zxids that the
 * replies carry: they are the one order of all writes, so that nothing need be searched and the
 * work grows hardly faster than the history. {@link io.tapio.torture.history.Linearizability}
 * believes no zxid and searches for an order of its own: a second opinion on single nodes.
 *
 * <p>An operation whose answer was lost may have been done once or not at all. Where something of
 * it was seen, {@link io.tapio.torture.history.Sightings} places it; the rest are {@link
 * io.tapio.torture.history.Doubts}, which may explain what nothing else does.
 */
@NullMarked
package io.tapio.torture.history;

import org.jspecify.annotations.NullMarked;
