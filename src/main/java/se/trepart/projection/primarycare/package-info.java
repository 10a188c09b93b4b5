/** XS004 on the mottagningsbesök in primary care: put on and taken off, nothing else touched. */
@NullMarked
package se.trepart.projection.primarycare;

import org.jspecify.annotations.NullMarked;
