/**
 * {@code tools/tapio bench}: how fast a server of ZooKeeper's protocol is, and what it costs.
 *
 * <p>{@link io.tapio.bench.BenchCommand} is the program: it reads what is wanted into {@link
 * io.tapio.bench.Step}s, {@link io.tapio.bench.Bench} takes them one after the other on a {@link
 * io.tapio.bench.Target}, and each makes a {@link io.tapio.bench.Result}. A {@link
 * io.tapio.bench.Report} of them becomes a table, JSON, and a page of charts. No part of the server
 * knows of this package.
 */
@NullMarked
package io.tapio.bench;

import org.jspecify.annotations.NullMarked;
