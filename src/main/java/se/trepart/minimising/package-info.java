/**
 * From a refused message to a case that a person can read and commit: the smallest message that is
 * refused for the same fault, with nobody in it.
 */
@ApplicationModule(allowedDependencies = {"log", "mapping", "registry", "consultation", "fault"})
@NullMarked
package se.trepart.minimising;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
