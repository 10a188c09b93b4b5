package se.trepart.facade;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * In what form the client wants resources: the format of {@code _format} or else of the Accept
 * header, indented or not, whole or in part.
 *
 * @param elements what {@code _elements} names; empty: all
 */
record Representation(Format format, boolean pretty, Summary summary, List<String> elements) {
    /** What is answered before the wish is known, or when it cannot be met. */
    static final Representation PLAIN =
            new Representation(Format.JSON, false, Summary.FALSE, List.of());

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern SEMICOLON = Pattern.compile("\\s*;\\s*");
    private static final Set<String> JSON_TYPES =
            Set.of(
                    "json",
                    "application/json",
                    "application/fhir+json",
                    "application/json+fhir",
                    "text/json");
    private static final Set<String> XML_TYPES =
            Set.of(
                    "xml",
                    "application/xml",
                    "application/fhir+xml",
                    "application/xml+fhir",
                    "text/xml");
    private static final Pattern WEIGHT = Pattern.compile("q=[01](\\.\\d{0,3})?");
    private static final Set<String> ANY = Set.of("*/*", "application/*", "*");
    static final String POSSIBLE = "possible are: application/fhir+json, application/fhir+xml";

    /** The two formats, with their media types. */
    enum Format {
        JSON("application/fhir+json"),
        XML("application/fhir+xml");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }
    }

    /** The values of {@code _summary}. */
    enum Summary {
        TRUE,
        TEXT,
        DATA,
        COUNT,
        FALSE
    }

    private record Range(String type, double weight) {}

    static Representation of(Parameters parameters, Optional<String> accept) {
        var format =
                parameters
                        .single("_format")
                        .map(Representation::named)
                        .orElseGet(() -> negotiated(accept.orElse("")));
        var elements =
                parameters.single("_elements").map(Representation::elements).orElse(List.of());
        var summary =
                parameters.single("_summary").map(Representation::summary).orElse(Summary.FALSE);
        if (summary != Summary.FALSE && !elements.isEmpty()) {
            throw Refusals.parameter(FaultCode.TRP_503, "_elements", "not together with _summary");
        }
        return new Representation(
                format,
                parameters.single("_pretty").map(Representation::pretty).orElse(false),
                summary,
                elements);
    }

    /** The same parts, in JSON. */
    Representation asJson() {
        return new Representation(Format.JSON, false, summary, elements);
    }

    /** Whether stored JSON can be sent as it is. */
    boolean whole() {
        return summary == Summary.FALSE && elements.isEmpty();
    }

    private static Format named(String name) {
        var type = SEMICOLON.split(name.toLowerCase(Locale.ROOT).replace(' ', '+'), 2)[0];
        return format(type)
                .orElseThrow(() ->
                        new FaultException(
                                FaultCode.TRP_506, "http._format", POSSIBLE + ", json, xml"));
    }

    static Optional<Format> format(String type) {
        if (JSON_TYPES.contains(type)) {
            return Optional.of(Format.JSON);
        }
        return XML_TYPES.contains(type) ? Optional.of(Format.XML) : Optional.empty();
    }

    private static Format negotiated(String accept) {
        var ranges =
                COMMA.splitAsStream(accept.strip())
                        .filter(range -> !range.isEmpty())
                        .map(Representation::range)
                        .toList();
        if (ranges.isEmpty()) {
            return Format.JSON;
        }
        return ranges.stream()
                .filter(range -> range.weight() > 0)
                .sorted((one, other) -> Double.compare(other.weight(), one.weight()))
                .flatMap(range ->
                        ANY.contains(range.type())
                                ? Stream.of(Format.JSON)
                                : format(range.type()).stream())
                .findFirst()
                .orElseThrow(() -> new FaultException(FaultCode.TRP_506, "http.accept", POSSIBLE));
    }

    /** A range that asks for another version of FHIR than ours weighs nothing. */
    private static Range range(String text) {
        var parts = SEMICOLON.split(text.toLowerCase(Locale.ROOT), -1);
        var weight = 1.0;
        for (var part : parts) {
            if (WEIGHT.matcher(part).matches()) {
                weight = Double.parseDouble(part.substring(2));
            }
            if (part.startsWith("fhirversion=")
                    && !Set.of("4.0", "4.0.1").contains(part.substring(12).replace("\"", ""))) {
                return new Range(parts[0], 0);
            }
        }
        return new Range(parts[0], weight);
    }

    private static boolean pretty(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw Refusals.parameter(
                            FaultCode.TRP_503, "_pretty", "possible are: true, false");
        };
    }

    private static Summary summary(String text) {
        return switch (text) {
            case "true" -> Summary.TRUE;
            case "text" -> Summary.TEXT;
            case "data" -> Summary.DATA;
            case "count" -> Summary.COUNT;
            case "false" -> Summary.FALSE;
            default ->
                    throw Refusals.parameter(
                            FaultCode.TRP_503,
                            "_summary",
                            "possible are: true, text, data, count, false");
        };
    }

    private static List<String> elements(String text) {
        var elements = COMMA.splitAsStream(text.strip()).toList();
        if (elements.isEmpty()
                || !elements.stream()
                        .allMatch(element -> element.matches("[A-Za-z]+(\\.[A-Za-z]+)*"))) {
            throw Refusals.parameter(
                    FaultCode.TRP_503,
                    "_elements",
                    "must be names of elements with commas between");
        }
        return elements;
    }
}
