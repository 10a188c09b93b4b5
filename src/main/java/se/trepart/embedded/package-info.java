/**
 * The parts that the hub brings itself where no outside one is set: PostgreSQL and Artemis,
 * durable, on loopback. Refused in production.
 */
@ApplicationModule(allowedDependencies = {"fault"})
@NullMarked
package se.trepart.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
