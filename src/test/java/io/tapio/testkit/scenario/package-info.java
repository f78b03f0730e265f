/**
 * Scenario files: readable steps for a deterministic core, and its recorded answers.
 *
 * <p>A file is a run of steps parted by blank lines; a step is its command, a line {@code ----},
 * and the answer. With {@code -Dscenario.rewrite} the answers are recorded anew, to be read in
 * review as the real difference.
 */
@NullMarked
package io.tapio.testkit.scenario;

import org.jspecify.annotations.NullMarked;
