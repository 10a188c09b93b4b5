/**
 * The walls: what the design says about who may see whom, as tests; each is also shown a broken
 * house and must object.
 */
@NullMarked
package se.trepart.walls;

import org.jspecify.annotations.NullMarked;
