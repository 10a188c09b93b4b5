/**
 * The engineer's workshop: rebuilds what follows from the log and compares it, shows what a mapping
 * would change before it does, and derives again in order (laws 2, 4 and 8).
 */
@ApplicationModule(
        allowedDependencies = {
            "log",
            "mapping",
            "projection",
            "projection :: fhir",
            "delivery",
            "consultation",
            "fault"
        })
@NullMarked
package se.trepart.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
