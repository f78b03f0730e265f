/**
 * Phase 3: propose, acknowledge, commit. Acks and commits are cumulative, so only the highest zxid
 * of a batch ever travels.
 */
@NullMarked
package io.tapio.zab.broadcast;

import org.jspecify.annotations.NullMarked;
