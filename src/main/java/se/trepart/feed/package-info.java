/**
 * The doors: MLLP, HTTP, JMS and files; every message is stored, decided and answered in that order
 * (law 1).
 */
@ApplicationModule(allowedDependencies = {"log", "mapping", "projection", "fault"})
@NullMarked
package se.trepart.feed;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
