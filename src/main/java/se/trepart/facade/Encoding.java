package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes answers. Stored JSON goes out as it is, also within Bundles; HAPI reads and writes it only
 * where the client wants a part of it, or XML.
 */
final class Encoding {
    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final FhirContext fhir;

    Encoding(FhirContext fhir) {
        this.fhir = fhir;
    }

    String text(Content content, Representation representation) {
        if (content instanceof Content.Text text) {
            return text.text();
        }
        var json =
                switch (content) {
                    case Content.Text text -> text.text();
                    case Content.Resource resource -> part(resource.json(), representation);
                    case Content.Bundle bundle -> bundle(bundle, representation);
                };
        return switch (representation.format()) {
            case JSON -> representation.pretty() ? indented(json) : json;
            case XML -> {
                var xml = faithful(fhir.newXmlParser()).setPrettyPrint(representation.pretty());
                yield xml.encodeResourceToString(
                        faithful(fhir.newJsonParser()).parseResource(json));
            }
        };
    }

    private String bundle(Content.Bundle bundle, Representation representation) {
        var json =
                new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"")
                        .append(bundle.type())
                        .append('"');
        if (bundle.total() != null) {
            json.append(",\"total\":").append(bundle.total());
        }
        if (!bundle.links().isEmpty()) {
            json.append(
                    bundle.links().stream()
                            .map(link ->
                                    "{\"relation\":\""
                                            + link.relation()
                                            + "\",\"url\":"
                                            + quoted(link.url())
                                            + "}")
                            .collect(Collectors.joining(",", ",\"link\":[", "]")));
        }
        if (!bundle.entries().isEmpty()) {
            json.append(
                    bundle.entries().stream()
                            .map(entry -> entry(entry, representation))
                            .collect(Collectors.joining(",", ",\"entry\":[", "]")));
        }
        return json.append('}').toString();
    }

    private String entry(Content.Entry entry, Representation representation) {
        var json = entry.json();
        return "{"
                + (entry.fullUrl().isEmpty() ? "" : "\"fullUrl\":" + quoted(entry.fullUrl()) + ",")
                + (json == null ? "" : "\"resource\":" + part(json, representation) + ",")
                + entry.rest()
                + "}";
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private String part(String json, Representation representation) {
        if (representation.whole()) {
            return json;
        }
        var parser = faithful(fhir.newJsonParser());
        switch (representation.summary()) {
            case TRUE -> parser.setSummaryMode(true);
            case TEXT ->
                    parser.setEncodeElements(Set.of("*.id", "*.meta", "*.text", "*.(mandatory)"));
            case DATA -> parser.setSuppressNarratives(true);
            case COUNT, FALSE -> {}
        }
        var resource = faithful(fhir.newJsonParser()).parseResource(json);
        if (!representation.elements().isEmpty()) {
            parser.setEncodeElements(elements(representation.elements()));
        }
        return parser.encodeResourceToString(resource);
    }

    private static Set<String> elements(List<String> names) {
        var elements = new HashSet<>(Set.of("*.id", "*.meta", "*.(mandatory)"));
        names.forEach(
                name -> elements.add(Character.isUpperCase(name.charAt(0)) ? name : "*." + name));
        return elements;
    }

    /** A parser that leaves references and ids as they are. */
    static IParser faithful(IParser parser) {
        parser.setStripVersionsFromReferences(false);
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        return parser;
    }

    private static String indented(String json) {
        try {
            return EXACT.writerWithDefaultPrettyPrinter().writeValueAsString(EXACT.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored resource is no JSON");
        }
    }
}
