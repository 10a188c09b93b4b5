package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Map;

/** Which page of a list, and how long: what all commands that list share. */
final class Page {
    @Option(
            names = "--before",
            paramLabel = "ID",
            description = "The next page, as the one before names it.")
    private @Nullable String before;

    @Option(names = "--count", paramLabel = "N", description = "At most so many; 50 unless told.")
    private @Nullable String count;

    /** The page added to what else was given. */
    Map<String, String> of(Map<String, String> query) {
        query.putAll(Asking.query("before", before, "count", count));
        return query;
    }
}
