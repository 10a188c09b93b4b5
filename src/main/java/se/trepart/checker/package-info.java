/**
 * Says of a run whether anything was lost, doubled or put out of order: from files alone, with no
 * code of the hub's, so that it cannot repeat the hub's mistakes.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package se.trepart.checker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
