/** Referrals that came through the hub: passed on once, as they came. */
@NullMarked
package se.trepart.projection.referral;

import org.jspecify.annotations.NullMarked;
