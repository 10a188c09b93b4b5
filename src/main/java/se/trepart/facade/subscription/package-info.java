/**
 * Who wants to be told of what, the numbered events of each, and their delivery to endpoints; knows
 * nothing of the requests that make subscriptions.
 */
@NullMarked
package se.trepart.facade.subscription;

import org.jspecify.annotations.NullMarked;
