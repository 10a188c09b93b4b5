/**
 * The demo: a hand-written day played through real sockets, and a verdict that shares no code with
 * the hub.
 */
@NullMarked
package se.trepart.cli.demo;

import org.jspecify.annotations.NullMarked;
