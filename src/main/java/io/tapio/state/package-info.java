/**
 * The replicated state machine: the tree, the sessions, and how requests read and change them.
 *
 * <p>A write passes {@link io.tapio.state.Preparer} (the leader's judgement), the log, then {@link
 * io.tapio.state.Applier}; a read passes {@link io.tapio.state.Reader}. {@link
 * io.tapio.state.Conversation} is what this room knows of a connected client. Pure: time enters as
 * ticks and as the time stamp of a write.
 */
@NullMarked
package io.tapio.state;

import org.jspecify.annotations.NullMarked;
