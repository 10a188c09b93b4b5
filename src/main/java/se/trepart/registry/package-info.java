/**
 * Who takes part, as data: units, specialties and opening days; loaded, checked whole and refused
 * whole.
 */
@ApplicationModule(allowedDependencies = {"fault", "consultation"})
@NullMarked
package se.trepart.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
