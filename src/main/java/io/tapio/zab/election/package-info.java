/**
 * Phase 0: whom do we trust? Every member votes for the best history it knows of; a vote held by a
 * quorum decides.
 */
@NullMarked
package io.tapio.zab.election;

import org.jspecify.annotations.NullMarked;
