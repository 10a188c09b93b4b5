/** FHIR REST: one class per interaction, over the tables of the FHIR view. */
@ApplicationModule(allowedDependencies = {"fault", "projection", "projection :: fhir"})
@NullMarked
package se.trepart.facade;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
