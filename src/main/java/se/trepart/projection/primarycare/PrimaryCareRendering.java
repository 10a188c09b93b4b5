package se.trepart.projection.primarycare;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.mapping.Mappings;
import se.trepart.projection.Hl7Rendering;

/**
 * XS004 is added while the target wants it and taken off when it does not (contract 6, PR1-20 A and
 * D).
 */
@Component
class PrimaryCareRendering extends Hl7Rendering {
    PrimaryCareRendering(@Value("${trepart.hsa-id}") String hub, Mappings mappings) {
        super("primary-care", "primary-care", hub, mappings);
    }

    @Override
    protected String operation(Owed owed) {
        return owed.target() == null ? "ta bort XS004" : "lägg till XS004";
    }
}
