/**
 * Benchmarks of the hot pieces, each by itself: what it costs, and above all what it allocates,
 * which does not depend on how busy the machine is. {@code tools/jmh} runs them.
 *
 * <p>Read {@link io.tapio.jmh.Jmh} for how, and any other class for what.
 */
package io.tapio.jmh;
