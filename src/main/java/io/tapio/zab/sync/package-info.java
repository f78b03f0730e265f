/**
 * Phase 2: make histories equal. The leader compares two outlines of logs and sends what is
 * missing, after a cut or a snapshot if need be; a learner acknowledges when its disk has the whole
 * history and then the epoch.
 */
@NullMarked
package io.tapio.zab.sync;

import org.jspecify.annotations.NullMarked;
