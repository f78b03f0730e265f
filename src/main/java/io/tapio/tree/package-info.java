/**
 * Znodes: the tree itself, who owns what in it, its quotas, its digest and its snapshots.
 *
 * <p>Third floor: uses model, jute and txn. Everything here belongs to one thread and is pure: no
 * clock, file or chance. Changes come in as decided facts and are only carried out; what may be
 * done is judged on the floor above. Read {@link io.tapio.tree.DataTree} and {@link
 * io.tapio.tree.Znode} first, then {@link io.tapio.tree.SnapshotWalk}.
 */
@NullMarked
package io.tapio.tree;

import org.jspecify.annotations.NullMarked;
