package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * What the search index would hold of a resource for one parameter: for who compares a version in
 * memory and must find what a search would.
 */
public sealed interface Indexed {
    /** A code; the system is empty where there is none. */
    record Token(String system, String code) implements Indexed {}

    /** Whom a reference names. */
    record Link(Reference target) implements Indexed {}

    /** The span that a date or period means. */
    record Span(Timespan span) implements Indexed {}

    /** A text. */
    record Text(String folded, String exact) implements Indexed {}

    /** The values of the parameter in the resource. */
    static List<Indexed> of(SearchParameter parameter, JsonNode resource) {
        var rows = new IndexRows(SearchParameters.served());
        rows.add(0, parameter, resource);
        return rows.indexed(parameter);
    }
}
