/** The benchmark's own client, and what it keeps. */
package io.tapio.bench.client;
