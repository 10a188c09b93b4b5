/** A broken room: it sees the attic, which its description does not allow. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package se.trepart.walls.broken.house.cellar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
