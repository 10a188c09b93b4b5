package se.trepart.checker;

import java.util.List;

/**
 * What came of rebuilding everything from the log alone, from {@code rebuild.json}.
 *
 * @param compared how many stored states and resources were held against their rebuilt ones
 * @param differing the ids of those that differ
 */
record Rebuild(long compared, List<String> differing) {}
