package se.trepart.simulator;

/**
 * A mottagningsbesök as the vårdcentral's own system registered it.
 *
 * @param besok the visit's number, unique at the vårdcentral
 * @param personnummer the patient's identity at present
 * @param vardcentral HSA-id
 * @param start and slut in FHIR's form, empty while unknown
 * @param status what the vårdcentral calls it, empty when it says nothing
 */
public record Visit(
        String besok,
        String personnummer,
        String vardcentral,
        String start,
        String slut,
        String status) {}
