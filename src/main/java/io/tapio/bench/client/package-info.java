/**
 * What puts load on a server: a client that costs little, and holds every reply against what was
 * asked. {@link io.tapio.bench.client.Pump} moves the bytes of many connections on one thread,
 * {@link io.tapio.bench.client.Job} says what each of them asks, {@link
 * io.tapio.bench.client.Recorder} keeps how long it took. {@link io.tapio.bench.client.Line} is one
 * connection that waits, for all that is not measured.
 */
@NullMarked
package io.tapio.bench.client;

import org.jspecify.annotations.NullMarked;
