/**
 * What follows from an append, in the same commit: fold, map, write the FHIR view, set the targets.
 */
@ApplicationModule(
        allowedDependencies = {"log", "mapping", "delivery", "consultation", "registry", "fault"})
@NullMarked
package se.trepart.projection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
