/** Broken houses: what no wall may let pass. Nothing here is part of the hub. */
@NullMarked
package se.trepart.walls.broken;

import org.jspecify.annotations.NullMarked;
