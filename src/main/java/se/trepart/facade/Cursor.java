package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The place after which the next page begins.
 *
 * @param order what the last resource was sorted by
 * @param key its key, which settles what is equal
 * @param snapshot what the first page saw (PostgreSQL's text form of pg_snapshot)
 */
record Cursor(List<@Nullable String> order, long key, String snapshot) {}
