/**
 * Watches {@code mappings/} and {@code routes/}: what changed is checked whole and then swapped in;
 * what is wrong is refused, and what was in force stays.
 */
@ApplicationModule(allowedDependencies = {"projection", "mapping", "fault"})
@NullMarked
package se.trepart.reload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
