/** Tries an MLLP endpoint, anybody's, against what the framing and the answers must be. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package se.trepart.conformance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
