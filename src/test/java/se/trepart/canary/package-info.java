/** Personal data that may be found nowhere but in the record: played through every door. */
@NullMarked
package se.trepart.canary;

import org.jspecify.annotations.NullMarked;
