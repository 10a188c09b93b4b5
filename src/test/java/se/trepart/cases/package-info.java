/**
 * The golden cases: one folder per sentence, played and compared as text (see
 * src/test/resources/cases/README.md).
 */
@NullMarked
package se.trepart.cases;

import org.jspecify.annotations.NullMarked;
