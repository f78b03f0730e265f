/** Whole ensembles, simulated. */
@NullMarked
package io.tapio.sim;

import org.jspecify.annotations.NullMarked;
