package se.trepart.projection.pasis;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.mapping.Mappings;
import se.trepart.projection.Hl7Rendering;

/**
 * Registrering when PASiS holds nothing, makulering when it shall hold nothing, ändring otherwise
 * (contract 6).
 */
@Component
class PasisRendering extends Hl7Rendering {
    PasisRendering(@Value("${trepart.hsa-id}") String hub, Mappings mappings) {
        super("pasis", "pasis", hub, mappings);
    }

    @Override
    protected String operation(Owed owed) {
        if (owed.confirmed() == null) {
            return "registrering";
        }
        return owed.target() == null ? "makulering" : "ändring";
    }
}
