/**
 * The partners around the hub, played truthfully and with faults that can be switched on: a witness
 * of its own that shares no code with the hub.
 */
@ApplicationModule(
        displayName = "Simulator",
        allowedDependencies = {})
@NullMarked
package se.trepart.simulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
