/**
 * The member's journal and its snapshots on disk.
 *
 * <p>A member is the fold of its journal. {@link io.tapio.log.Log} is one event-sourced actor:
 * {@code Append} goes in, {@code Durable} comes out, and between the two stand one write and one
 * fdatasync on a thread of their own. The files are in our own format: sealed segments of chained,
 * checksummed records; snapshots written beside the running journal; and a mark that remembers how
 * far the journal was durable, so that damage is never taken for a torn write. A member that stands
 * alone refuses damage; one that has others sets it aside ({@code Healing}), keeps what is provably
 * good, and knows that it may lack something until an epoch is established on its disk.
 *
 * <p>Read {@link io.tapio.log.JournalFact} first, then {@link io.tapio.log.Log}, {@code Journal}
 * and {@code Tail}.
 */
@NullMarked
package io.tapio.log;

import org.jspecify.annotations.NullMarked;
