/**
 * Every way that a small ensemble of cores can go: all orders of messages, flushes, crashes and
 * lost disks within bounds, breadth first, each state once.
 *
 * <p>A member is tabulated: what one input does to one state of it is found out by running the
 * production machine once. A world is then a few numbers, and millions of them fit into memory.
 */
@NullMarked
package io.tapio.testkit.explore;

import org.jspecify.annotations.NullMarked;
