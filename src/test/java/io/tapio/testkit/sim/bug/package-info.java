/**
 * Bugs that others had before us, planted between the machines: a simulator that does not find one
 * has a hole.
 */
@NullMarked
package io.tapio.testkit.sim.bug;

import org.jspecify.annotations.NullMarked;
