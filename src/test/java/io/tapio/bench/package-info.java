/** The tool that measures servers, tried for a short while, and its parts. */
package io.tapio.bench;
