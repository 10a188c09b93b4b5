/** What operators see and do: messages, consultations, deliveries, totals. */
@ApplicationModule(
        displayName = "Operator's API",
        allowedDependencies = {
            "feed",
            "cause",
            "log",
            "delivery",
            "mapping",
            "consultation",
            "fault"
        })
@NullMarked
package se.trepart.operator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
