package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads what a request carries. Refusals tell the place, never the content. */
final class Body {
    private static final int DEPTH = 100;
    private static final Pattern SEMICOLON = Pattern.compile("\\s*;");
    private static final ObjectMapper JSON = strict();

    private final FhirContext fhir;

    Body(FhirContext fhir) {
        this.fhir = fhir;
    }

    private static ObjectMapper strict() {
        var mapper =
                new ObjectMapper()
                        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEPTH).build());
        return mapper;
    }

    /** The media type without its parameters, in lower case; empty when none is named. */
    static String mediaType(Request request) {
        return SEMICOLON
                .split(request.header("content-type").orElse("").toLowerCase(Locale.ROOT), 2)[0]
                .strip();
    }

    /** The format that the Content-Type names; JSON where it names none. */
    static Representation.Format format(Request request) {
        var type = mediaType(request);
        if (type.isEmpty()) {
            return Representation.Format.JSON;
        }
        return Representation.format(type)
                .orElseThrow(() ->
                        new FaultException(
                                FaultCode.TRP_524, "http.content-type", Representation.POSSIBLE));
    }

    /** A resource in JSON or XML, by its Content-Type, as JSON. */
    ObjectNode resource(Request request) {
        var json =
                switch (format(request)) {
                    case JSON -> json(request.body());
                    case XML -> json(fromXml(request.body()).getBytes(StandardCharsets.UTF_8));
                };
        if (json instanceof ObjectNode object && object.path("resourceType").isTextual()) {
            return object;
        }
        throw new FaultException(FaultCode.TRP_525, "", "must be a resource");
    }

    private String fromXml(byte[] body) {
        try {
            var parser = fhir.newXmlParser().setParserErrorHandler(new StrictErrorHandler());
            var resource = parser.parseResource(new String(body, StandardCharsets.UTF_8));
            return Encoding.faithful(fhir.newJsonParser()).encodeResourceToString(resource);
        } catch (RuntimeException e) {
            // DataFormatException as a rule; the parser ends some bodies with others.
            throw new FaultException(FaultCode.TRP_525, "", "must be a resource in XML");
        }
    }

    /** Any JSON. */
    static JsonNode json(byte[] body) {
        try {
            var tree = JSON.readTree(body);
            if (tree == null || tree.isMissingNode()) {
                throw new FaultException(FaultCode.TRP_525, "", "empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new FaultException(
                    FaultCode.TRP_525,
                    "",
                    "not JSON"
                            + (at == null
                                    ? ""
                                    : ", line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException e) {
            throw new FaultException(FaultCode.TRP_525, "", "not JSON");
        }
    }
}
