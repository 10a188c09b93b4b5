/**
 * Each file of routes/ carries what it says it carries: real sockets and a real broker, its bean
 * replaced by one that writes down.
 */
@NullMarked
package se.trepart.routes;

import org.jspecify.annotations.NullMarked;
