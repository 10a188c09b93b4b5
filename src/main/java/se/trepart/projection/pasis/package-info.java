/**
 * The KD registration for PASiS: registrering, ändring, makulering as the difference to what PASiS
 * has confirmed.
 */
@NullMarked
package se.trepart.projection.pasis;

import org.jspecify.annotations.NullMarked;
