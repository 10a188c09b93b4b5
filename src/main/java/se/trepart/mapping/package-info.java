/**
 * Reads {@code mappings/} as one versioned set; turns HL7 v2 messages into events and states into
 * records, by pure functions.
 */
@ApplicationModule(allowedDependencies = {"consultation", "registry", "fault"})
@NullMarked
package se.trepart.mapping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
