/**
 * From a thousand refusals to the few things to mend: what is refused, parked, held or silent,
 * grouped by its cause.
 */
@ApplicationModule(allowedDependencies = {"mapping", "registry", "consultation", "fault"})
@NullMarked
package se.trepart.cause;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
