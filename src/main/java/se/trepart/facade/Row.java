package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A match of a search.
 *
 * @param order what it is sorted by, null where it has no such value
 */
record Row(Version version, List<@Nullable String> order) {}
