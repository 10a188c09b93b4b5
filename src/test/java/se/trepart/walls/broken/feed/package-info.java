/** A broken room: a wall must object to it. */
@NullMarked
package se.trepart.walls.broken.feed;

import org.jspecify.annotations.NullMarked;
