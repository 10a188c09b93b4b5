/**
 * FHIR validation for tests: our profiles, the Swedish base where it is present, and the mapping's
 * output against both.
 */
@org.jspecify.annotations.NullMarked
package se.trepart.profiles;
