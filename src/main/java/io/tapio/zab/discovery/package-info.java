/**
 * Phase 1: which epoch? A prospective leader learns which epochs a quorum has accepted and takes
 * the next; nobody follows an older one afterwards.
 */
@NullMarked
package io.tapio.zab.discovery;

import org.jspecify.annotations.NullMarked;
