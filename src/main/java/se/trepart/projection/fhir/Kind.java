package se.trepart.projection.fhir;

/** How a search parameter compares: the search parameter types of FHIR R4 that are served. */
public enum Kind {
    TOKEN,
    REFERENCE,
    DATE,
    STRING,
    URI
}
