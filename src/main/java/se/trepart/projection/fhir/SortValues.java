package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * What the index tables hold of one resource for one parameter, read out of the resource itself.
 */
public final class SortValues {
    private SortValues() {}

    /**
     * The values as text: codes, ids of targets, folded strings; for dates the low end as
     * PostgreSQL reads it.
     */
    public static List<String> of(SearchParameter parameter, JsonNode resource) {
        var rows = new IndexRows(SearchParameters.served());
        rows.add(0, parameter, resource);
        return rows.values();
    }
}
