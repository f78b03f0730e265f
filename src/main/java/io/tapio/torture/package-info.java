/**
 * {@code tools/tapio torture}: an ensemble of real processes under load, to which everything
 * happens that it promises to survive, and a judgement of all that its clients were told.
 *
 * <p>{@link io.tapio.torture.Torture} is the program. {@link io.tapio.torture.Ensemble} runs the
 * members, {@link io.tapio.torture.Load} the clients, {@link io.tapio.torture.Nemesis} does the
 * harm; {@link io.tapio.torture.Recorder} writes down what was asked and told, {@link
 * io.tapio.torture.history} judges it, and {@link io.tapio.torture.Page} shows it to people. No
 * part of the server knows of this package.
 */
@NullMarked
package io.tapio.torture;

import org.jspecify.annotations.NullMarked;
