/**
 * The words everybody uses: zxids, sessions, bytes, paths, access lists, errors.
 *
 * <p>Ground floor of the house: depends on nothing but the JDK, knows no clock, thread, socket or
 * file. Read {@link io.tapio.model.Zxid} and {@link io.tapio.model.Bytes} first.
 */
@NullMarked
package io.tapio.model;

import org.jspecify.annotations.NullMarked;
