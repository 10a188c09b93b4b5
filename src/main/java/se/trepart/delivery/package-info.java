/**
 * The ledger: what each destination must hold, what it has confirmed, and the ordered streams that
 * carry the difference.
 */
@ApplicationModule(allowedDependencies = {"consultation", "fault"})
@NullMarked
package se.trepart.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
