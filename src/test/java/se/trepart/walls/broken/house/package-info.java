/** A broken house of two rooms. */
@NullMarked
package se.trepart.walls.broken.house;

import org.jspecify.annotations.NullMarked;
