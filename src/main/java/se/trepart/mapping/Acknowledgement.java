package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.AckCode;
import se.trepart.fault.Fault;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The answer to a message: its version, character set and separators, sender and receiver the other
 * way round, MSA-2 = MSH-10, and one ERR for each fault (contract 3.2, "Answers"). For versions
 * before 2.5, whose ERR has one field only, that field and MSA-3 are filled too.
 */
final class Acknowledgement {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> OLD = Set.of("2.3", "2.3.1", "2.4");
    private static final Pattern WHERE =
            Pattern.compile(
                    "([A-Z][A-Z0-9]{2})(?:\\((\\d+)\\))?(?:-(\\d+)(?:\\((\\d+)\\))?(?:\\.(\\d+)(?:\\.(\\d+))?)?)?");

    private Acknowledgement() {}

    static byte[] of(Envelope envelope, AckCode code, List<Fault> faults, Instant now, String id) {
        var answer = JSON.objectNode();
        answer.put("charset", charset(envelope, faults));
        var old = OLD.contains(envelope.version());
        var segments = answer.putArray("segments");
        segments.add(msh(envelope, now, id));
        var msa = segment(segments, "MSA");
        set(msa, 1, code(envelope, code));
        set(msa, 2, envelope.controlId());
        if (old && !faults.isEmpty()) {
            set(msa, 3, faults.getFirst().code().swedish());
        }
        faults.forEach(fault -> err(segment(segments, "ERR"), fault, old));
        return Hl7Codec.build(answer);
    }

    /** That of the message; UTF-8 where it is not known to hold the faults' Swedish letters. */
    private static String charset(Envelope envelope, List<Fault> faults) {
        if (faults.isEmpty()) {
            return envelope.charset();
        }
        var text = new StringBuilder();
        faults.forEach(fault -> text.append(fault.swedish()));
        return java.nio.charset.Charset.forName(envelope.charset()).newEncoder().canEncode(text)
                ? envelope.charset()
                : StandardCharsets.UTF_8.name();
    }

    private static String code(Envelope envelope, AckCode code) {
        var read =
                switch (code) {
                    case AA -> AckCode.AA;
                    case AE -> envelope.swap() ? AckCode.AR : AckCode.AE;
                    case AR -> envelope.swap() ? AckCode.AE : AckCode.AR;
                };
        return envelope.enhanced() ? "C" + read.name().substring(1) : read.name();
    }

    private static ObjectNode msh(Envelope envelope, Instant now, String id) {
        var fields = JSON.arrayNode();
        fields.add(field(envelope, 1, lone("|")));
        fields.add(field(envelope, 2, lone("^~\\&")));
        fields.add(field(envelope, 5, JSON.arrayNode()));
        fields.add(field(envelope, 6, JSON.arrayNode()));
        fields.add(field(envelope, 3, JSON.arrayNode()));
        fields.add(field(envelope, 4, JSON.arrayNode()));
        fields.add(lone(Hl7Time.dtm(now.atOffset(java.time.ZoneOffset.UTC).withNano(0))));
        fields.addArray();
        var event =
                envelope.type().contains("^")
                        ? envelope.type().substring(envelope.type().indexOf('^') + 1)
                        : "";
        fields.add(event.isEmpty() ? components("ACK") : components("ACK", event, "ACK"));
        fields.add(lone(id));
        fields.add(field(envelope, 11, lone("P")));
        fields.add(field(envelope, 12, lone("2.5.1")));
        for (var empty = 13; empty < 18; empty++) {
            fields.addArray();
        }
        fields.add(field(envelope, 18, JSON.arrayNode()));
        return JSON.objectNode().put("name", "MSH").set("fields", fields);
    }

    private static JsonNode field(Envelope envelope, int number, ArrayNode otherwise) {
        var field = envelope.header().path("segments").path(0).path("fields").path(number - 1);
        return field.isMissingNode() || field.isEmpty() ? otherwise : field;
    }

    private static void err(ArrayNode fields, Fault fault, boolean old) {
        var match = WHERE.matcher(fault.where());
        var known = match.matches();
        if (old) {
            var whole = JSON.arrayNode();
            var first = whole.addArray();
            first.addArray().add(known ? match.group(1) : "");
            first.addArray().add(known ? number(match.group(2)) : "");
            first.addArray().add(known && match.group(3) != null ? match.group(3) : "");
            first.addArray().add(fault.code().hl7Code()).add(fault.code().english());
            set(fields, 1, whole);
        }
        if (known) {
            set(fields, 2, location(match));
        }
        set(fields, 3, components(fault.code().hl7Code(), fault.code().english(), "HL70357"));
        set(fields, 4, "E");
        set(fields, 5, components(fault.code().code(), fault.code().english()));
        set(fields, 8, fault.swedish());
    }

    /** ERR-2: segment, its number, field, repetition, component, subcomponent, as far as known. */
    private static ArrayNode location(java.util.regex.Matcher match) {
        var location = components(match.group(1), number(match.group(2)));
        if (match.group(3) != null) {
            var parts = (ArrayNode) location.get(0);
            parts.add(component(match.group(3)));
            if (match.group(5) != null || match.group(4) != null) {
                parts.add(component(number(match.group(4))));
            }
            if (match.group(5) != null) {
                parts.add(component(match.group(5)));
            }
            if (match.group(6) != null) {
                parts.add(component(match.group(6)));
            }
        }
        return location;
    }

    private static String number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? "1" : digits;
    }

    private static ArrayNode segment(ArrayNode segments, String name) {
        return segments.addObject().put("name", name).putArray("fields");
    }

    private static void set(ArrayNode fields, int number, String text) {
        set(fields, number, lone(text));
    }

    private static void set(ArrayNode fields, int number, JsonNode value) {
        while (fields.size() < number) {
            fields.addArray();
        }
        fields.set(number - 1, value);
    }

    private static ArrayNode lone(String text) {
        return components(text);
    }

    private static ArrayNode components(String... texts) {
        var repetition = JSON.arrayNode(texts.length);
        for (var text : texts) {
            repetition.add(component(text));
        }
        return JSON.arrayNode(1).add(repetition);
    }

    private static ArrayNode component(String text) {
        return JSON.arrayNode(1).add(text);
    }
}
