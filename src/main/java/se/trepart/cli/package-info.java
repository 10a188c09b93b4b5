/** The commands: what {@code ./trepart} can do, one class for each. */
@ApplicationModule(
        displayName = "Command line",
        allowedDependencies = {
            "checker",
            "conformance",
            "embedded",
            "replay",
            "settings",
            "simulator",
            "torture"
        })
@NullMarked
package se.trepart.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
