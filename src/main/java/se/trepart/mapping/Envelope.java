package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What MSH says of a message, as far as it could be read; texts are empty where it says nothing.
 *
 * @param type {@code SIU^S12}: MSH-9.1 and MSH-9.2
 * @param charset the Java name of the charset that the message is in
 * @param time MSH-7 as RFC 3339
 * @param dialect the name of the dialect that applies; empty when none was chosen
 * @param enhanced the answer is in enhanced mode (CA, CE, CR)
 * @param swap the sender reads AE and AR the other way round
 * @param header the MSH segment in the codec's form, for the answer
 */
public record Envelope(
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String type,
        String controlId,
        String processingId,
        String version,
        String charset,
        Optional<String> sequence,
        Optional<String> time,
        String dialect,
        boolean enhanced,
        boolean swap,
        JsonNode header) {

    /** Of a message whose MSH cannot be read. */
    static Envelope unreadable() {
        return new Envelope(
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "UTF-8",
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                false,
                JsonNodeFactory.instance.objectNode());
    }

    /** Of a message whose first segment is the given MSH, before a dialect is chosen. */
    static Envelope of(JsonNode header) {
        return new Envelope(
                field(header, "MSH-3"),
                field(header, "MSH-4"),
                field(header, "MSH-5"),
                field(header, "MSH-6"),
                type(header),
                field(header, "MSH-10"),
                field(header, "MSH-11"),
                field(header, "MSH-12"),
                header.path("charset").asText("UTF-8"),
                Optional.of(field(header, "MSH-13")).filter(text -> !text.isEmpty()),
                Hl7Time.read(field(header, "MSH-7"), Hl7Time.STOCKHOLM, Optional.empty()),
                "",
                false,
                false,
                header);
    }

    Envelope with(Dialect dialect) {
        return new Envelope(
                sendingApplication,
                sendingFacility,
                receivingApplication,
                receivingFacility,
                type,
                controlId,
                processingId,
                version,
                charset,
                sequence,
                time,
                dialect.name(),
                dialect.enhanced(),
                dialect.swap(),
                header);
    }

    /** The events' {@code source}: {@code urn:hl7v2:} with MSH-3 and MSH-4, escaped. */
    public String source() {
        return "urn:hl7v2:" + escaped(sendingApplication) + ":" + escaped(sendingFacility);
    }

    /** The first component of a field of the header. */
    static String field(JsonNode header, String path) {
        return Hl7Path.of(path).value(header).asText("").strip();
    }

    private static String type(JsonNode header) {
        var event = field(header, "MSH-9.2");
        return field(header, "MSH-9.1") + (event.isEmpty() ? "" : "^" + event);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
