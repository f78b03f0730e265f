/**
 * How much work one operation is, counted and held below recorded bounds: bytes allocated, system
 * calls, flushes, what members say to each other. Never time, which differs from machine to
 * machine.
 *
 * <p>Read {@link io.tapio.work.WorkPerOperationTest}, then {@link io.tapio.work.Counting}.
 */
package io.tapio.work;
