/** What holds in every world that a small ensemble can come to. */
@NullMarked
package io.tapio.explore;

import org.jspecify.annotations.NullMarked;
