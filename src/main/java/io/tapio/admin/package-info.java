/**
 * What operators ask the server: the four-letter words of the client port.
 *
 * <p>{@link io.tapio.admin.FourLetterWords} is the actor that collects the facts, each in the turn
 * of the actor that owns it; the texts are written by small records that know no actors. The forms
 * are ZooKeeper's, line by line, as scripts and monitoring read them.
 */
@NullMarked
package io.tapio.admin;

import org.jspecify.annotations.NullMarked;
