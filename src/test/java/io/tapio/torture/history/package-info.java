/**
 * The checker of histories is itself held to its word: it must find what is wrong with bad
 * histories, made by hand or by chance, and nothing in good ones.
 */
package io.tapio.torture.history;
