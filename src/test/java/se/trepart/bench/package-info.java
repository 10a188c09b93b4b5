/**
 * The benchmark suite ({@code ./trepart bench}): each figure beside a floor, a peer or a target of
 * the same run, on the machine that is named beside it.
 */
@NullMarked
package se.trepart.bench;

import org.jspecify.annotations.NullMarked;
