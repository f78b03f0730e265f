/** The catalogue of faults, and which of them a test brings about. */
@org.jspecify.annotations.NullMarked
package io.tapio.faults;
