package se.trepart.registry;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Organisationsnummer;

import java.util.List;
import java.util.Optional;

/**
 * One unit that takes part.
 *
 * @param hsaId the unit's HSA-id
 * @param name in Swedish, for people
 * @param kind vårdcentral or clinic
 * @param organisation the hospital or the vårdcentral's owner, in Swedish
 * @param organisationNumber that organisation's number, where it is told
 * @param specialties codes of {@code mappings/registry/specialties.yaml}; empty for a vårdcentral
 */
public record Unit(
        HsaId hsaId,
        String name,
        Kind kind,
        String organisation,
        Optional<Organisationsnummer> organisationNumber,
        List<String> specialties) {
    /** Which side of the consultation a unit is on. */
    public enum Kind {
        VARDCENTRAL,
        CLINIC
    }
}
