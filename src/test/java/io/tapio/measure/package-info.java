/** Figures beside those of Apache ZooKeeper, as a page. */
@org.jspecify.annotations.NullMarked
package io.tapio.measure;
