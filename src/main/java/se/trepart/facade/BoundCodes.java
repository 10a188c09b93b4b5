package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;

import org.hl7.fhir.instance.model.api.IBaseEnumFactory;

import se.trepart.projection.fhir.SearchParameter;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The codes that an element can have, by the required binding that FHIR R4 gives it. */
final class BoundCodes {
    private static final Map<String, List<String>> READ = new ConcurrentHashMap<>();

    private BoundCodes() {}

    /** Of the element that has the parameter's name; empty where it has no such binding. */
    static List<String> of(SearchParameter parameter) {
        return READ.computeIfAbsent(
                parameter.type() + "." + parameter.name(),
                path -> read(parameter.type(), parameter.name()));
    }

    private static List<String> read(String type, String element) {
        var definition = FhirContext.forR4Cached().getResourceDefinition(type);
        if (definition.getChildByName(element)
                        instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound
                && bound.getInstanceConstructorArguments() instanceof IBaseEnumFactory<?> factory) {
            return codes(bound.getBoundEnumType(), factory);
        }
        return List.of();
    }

    @SuppressWarnings("unchecked") // the factory is that of the type
    private static <T extends Enum<?>> List<String> codes(
            Class<? extends Enum<?>> type, IBaseEnumFactory<T> factory) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> !constant.name().equals("NULL"))
                .map(constant -> factory.toCode((T) constant))
                .toList();
    }
}
