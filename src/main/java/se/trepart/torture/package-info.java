/**
 * Runs the hub as processes under every fault that can be brought about on one machine, and writes
 * down what the checker needs. Nothing of it takes part in a hub that was not started by it.
 */
@ApplicationModule(allowedDependencies = {"checker", "simulator"})
@NullMarked
package se.trepart.torture;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
