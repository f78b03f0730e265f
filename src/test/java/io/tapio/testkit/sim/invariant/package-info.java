/** What must always hold, each promise a class of its own that is told of all that happens. */
@NullMarked
package io.tapio.testkit.sim.invariant;

import org.jspecify.annotations.NullMarked;
