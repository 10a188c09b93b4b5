/**
 * What the hub tells others of the log: every accepted event, in order per consultation, and that
 * something needs a person; each at least once and recognisable when told again.
 */
@ApplicationModule(allowedDependencies = {"log", "cause", "fault"})
@NullMarked
package se.trepart.publication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
