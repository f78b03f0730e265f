/**
 * A world for a whole ensemble of cores: virtual time, a network that delays, parts and cuts, disks
 * that flush late and lose what they have not flushed. One seed is one history, always the same.
 */
@NullMarked
package io.tapio.testkit.sim;

import org.jspecify.annotations.NullMarked;
