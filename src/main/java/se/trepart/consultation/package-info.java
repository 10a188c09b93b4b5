/**
 * The domain: events, identifiers, the fold of one consultation, the rules R1 to R8 and the
 * registrations that follow. Pure Java.
 */
@ApplicationModule(allowedDependencies = {"fault"})
@NullMarked
package se.trepart.consultation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
