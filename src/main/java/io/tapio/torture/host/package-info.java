/**
 * The ground on which members of an ensemble stand when they run as processes on one machine: ports
 * and networks that can come apart, disks and what may become of them, and the commands of the
 * system that do so.
 */
@NullMarked
package io.tapio.torture.host;

import org.jspecify.annotations.NullMarked;
