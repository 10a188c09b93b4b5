/**
 * The FHIR view: resources with their versions and the index that searches read, written in the
 * commit of the event that changed them.
 */
@NamedInterface("fhir")
@NullMarked
package se.trepart.projection.fhir;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
