/**
 * Who waits for which path.
 *
 * <p>{@link io.tapio.watch.WatchTable} knows who is to be told of a change of the tree
 * (Programmer's Guide, "ZooKeeper Watches"); telling them is the actor's part.
 */
@NullMarked
package io.tapio.watch;

import org.jspecify.annotations.NullMarked;
