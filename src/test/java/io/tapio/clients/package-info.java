/**
 * Programs and real processes against a running server: clients of other languages, Apache's own
 * shell, a server that is killed, thousands of idle sessions, broken bytes.
 *
 * <p>All of it also runs against Apache ZooKeeper, which proves the tests themselves: {@code
 * -Dtapio.compat.server=apache}.
 */
package io.tapio.clients;
