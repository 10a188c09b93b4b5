/**
 * The catalogue of everything that can go wrong, and the one place that says what each kind means
 * to a sender.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package se.trepart.fault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
