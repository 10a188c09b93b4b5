package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * HL7 v2 bytes to JSON and back, for any version, trigger and segment.
 *
 * <p>The JSON form has one depth everywhere: {@code {"charset": "UTF-8", "segments": [{"name":
 * "PID", "fields": […]}]}}. {@code fields[n-1]} is field n, a list of repetitions; a repetition is
 * a list of components; a component is a list of subcomponents, which are texts without escapes, or
 * {@code null} for HL7's explicit null {@code ""}. What is empty is an empty list (a subcomponent:
 * an empty text), and nothing trails. MSH-1 and MSH-2 stand in {@code fields} like the others and
 * say how to write.
 *
 * <p>{@code parse(build(json))} is {@code json} for every JSON of this form; {@code
 * build(parse(bytes))} is {@code bytes} where they are what {@code build} writes: CR after every
 * segment, nothing trailing, only the escapes that are needed.
 */
public final class Hl7Codec {
    private Hl7Codec() {}

    /**
     * Reads a message; LF and CRLF line ends, blank lines and a byte order mark are tolerated.
     * Throws FaultException: TRP-101 no MSH, TRP-115 unreadable bytes, TRP-116 a line that is no
     * segment.
     */
    public static ObjectNode parse(byte[] bytes) {
        return parse(bytes, Optional.empty());
    }

    /** Reads a message in the given charset, whatever MSH-18 says, when one is given. */
    public static ObjectNode parse(byte[] bytes, Optional<Charset> charset) {
        return Hl7Reader.message(bytes, charset);
    }

    /**
     * Writes a message in the charset that {@code charset} names, else MSH-18, else UTF-8. Throws
     * FaultException TRP-115 for a character that the charset lacks, TRP-116 for another form.
     */
    public static byte[] build(JsonNode message) {
        return Hl7Writer.write(message);
    }
}
