/**
 * The vocabulary of the replication protocol: quorums, votes, messages, and what the protocol asks
 * for.
 *
 * <p>The rooms beside it are the phases of Zab (Junqueira, Reed, Serafini: "Zab: High-performance
 * broadcast for primary-backup systems", DSN 2011): {@code election}, {@code discovery}, {@code
 * sync}, {@code broadcast}. All are pure: a message in, effects into the {@link
 * io.tapio.zab.Outbox}; no clock, thread, socket or file. An ensemble of one goes through the same
 * phases as any other.
 */
@NullMarked
package io.tapio.zab;

import org.jspecify.annotations.NullMarked;
