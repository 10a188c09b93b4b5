/**
 * The waist: messages as they came, the events that they mean and the state that follows, appended
 * in one transaction and read after a position.
 */
@ApplicationModule(allowedDependencies = {"consultation", "fault"})
@NullMarked
package se.trepart.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
