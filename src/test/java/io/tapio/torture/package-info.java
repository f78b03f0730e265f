/** The tool that tortures ensembles, tried for a short while, and its parts. */
package io.tapio.torture;
