package se.trepart.projection.fhir;

/**
 * One version of one resource.
 *
 * @param version counted from 1
 */
public record VersionId(String type, String id, int version) {
    /** As Provenance.target names it: {@code Encounter/K-1-visit/_history/2}. */
    public String reference() {
        return type + "/" + id + "/_history/" + version;
    }
}
