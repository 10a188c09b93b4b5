/**
 * The settings, checked whole before anything starts: every problem at once, each with what to do;
 * nothing falls back silently.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package se.trepart.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
