/**
 * Whole ensembles of real processes, which are killed, stopped, cut off and damaged while clients
 * write, and which must lose nothing.
 *
 * <p>{@link io.tapio.processes.EnsembleProcesses} runs the members, {@link
 * io.tapio.processes.History} is the load and what it was told, {@link
 * io.tapio.torture.history.HistoryCheck} judges it. The tests are short by default; {@code
 * -Dtapio.processes.rounds=30} makes those that repeat a fault do so as often. {@code
 * -Dtapio.processes.server=apache} runs them against Apache ZooKeeper, which proves the tests
 * themselves.
 */
package io.tapio.processes;
