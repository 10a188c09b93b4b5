package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What an answer holds. */
sealed interface Content {
    /** One resource, as its JSON. */
    record Resource(String json) implements Content {}

    /**
     * A Bundle of resources.
     *
     * @param type the code of Bundle.type
     * @param total null when it was not counted
     */
    record Bundle(String type, @Nullable Long total, List<Link> links, List<Entry> entries)
            implements Content {}

    /** Anything else, such as a page for people. */
    record Text(String mediaType, String text) implements Content {}

    /** A link of a Bundle. */
    record Link(String relation, String url) {}

    /**
     * An entry of a Bundle.
     *
     * @param fullUrl empty: the entry has none
     * @param json null when it tells of a deletion
     * @param rest the entry's other properties as JSON, without braces
     */
    record Entry(String fullUrl, @Nullable String json, String rest) {}
}
