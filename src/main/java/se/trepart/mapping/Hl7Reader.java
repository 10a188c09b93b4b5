package se.trepart.mapping;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Composite;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.model.Primitive;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.model.Varies;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.Escaping;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.NoValidation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads segments with HAPI's generic model, validation off, so that no version, structure or
 * segment is unknown; escapes are ours ({@link Hl7Escapes}).
 */
final class Hl7Reader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final PipeParser PARSER = parser();
    private static final GenericMessage MESSAGE =
            new GenericMessage.UnknownVersion(PARSER.getFactory());

    private final Hl7Delimiters delimiters;
    private final EncodingCharacters characters;
    private final Hl7Escapes escapes;

    private Hl7Reader(Hl7Delimiters delimiters, Charset charset) {
        this.delimiters = delimiters;
        this.characters = delimiters.hapi();
        this.escapes = new Hl7Escapes(delimiters, charset);
    }

    static ObjectNode message(byte[] bytes, Optional<Charset> forced) {
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);
        var start = start(raw);
        var charset =
                Hl7Charset.of(
                        forced.isPresent() ? forced : Hl7Charset.named(msh18(raw, start)), bytes);
        var text =
                Hl7Charset.decode(
                        java.util.Arrays.copyOfRange(bytes, start, bytes.length), charset);
        var delimiters = Hl7Delimiters.of(text);
        var reader = new Hl7Reader(delimiters, charset);
        var message = JSON.objectNode();
        message.put("charset", charset.name());
        var segments = message.putArray("segments");
        var number = 0;
        for (var line : lines(text, delimiters.field())) {
            segments.add(reader.segment(line, ++number));
        }
        return message;
    }

    /** The MSH segment alone, read leniently where bytes do not fit the charset. */
    static ObjectNode header(byte[] bytes) {
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);
        var start = start(raw);
        var end = start;
        while (end < raw.length() && raw.charAt(end) != '\r' && raw.charAt(end) != '\n') {
            end++;
        }
        var line = java.util.Arrays.copyOfRange(bytes, start, end);
        Charset charset;
        try {
            charset = Hl7Charset.of(Hl7Charset.named(msh18(raw, start)), bytes);
        } catch (FaultException unknownCharset) {
            charset = StandardCharsets.ISO_8859_1;
        }
        var text = new String(line, charset);
        var message = JSON.objectNode();
        message.put("charset", charset.name());
        message.putArray("segments")
                .add(new Hl7Reader(Hl7Delimiters.of(text), charset).segment(text, 1));
        return message;
    }

    /** Where MSH stands: after a byte order mark, blanks, or framing left on. Throws TRP-101. */
    private static int start(String raw) {
        var start = raw.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
        while (start < raw.length() && raw.charAt(start) <= ' ') {
            start++;
        }
        if (!raw.startsWith("MSH", start) || raw.length() < start + 4) {
            throw new FaultException(FaultCode.TRP_101, "MSH", "no MSH segment");
        }
        return start;
    }

    private static String msh18(String raw, int start) {
        var field = raw.charAt(start + 3);
        var position = start + 3;
        for (var number = 1; number < 18; number++) {
            if (number > 1) {
                position = next(raw, position + 1, field);
            }
            if (position < 0) {
                return "";
            }
        }
        var end = position + 1;
        while (end < raw.length() && raw.charAt(end) != field && raw.charAt(end) >= ' ') {
            end++;
        }
        var value = raw.substring(position + 1, end);
        var repetition = raw.charAt(start + 5);
        for (var each :
                value.split(java.util.regex.Pattern.quote(String.valueOf(repetition)), -1)) {
            if (!each.isBlank()) {
                return each.strip();
            }
        }
        return "";
    }

    private static int next(String raw, int from, char field) {
        for (var i = from; i < raw.length() && raw.charAt(i) >= ' '; i++) {
            if (raw.charAt(i) == field) {
                return i;
            }
        }
        return -1;
    }

    /** Lines that are segments; a line feed before what is no segment belongs to the text. */
    private static List<String> lines(String text, char field) {
        var lines = new ArrayList<String>();
        for (var chunk : text.split("[\r\u001c]", -1)) {
            var from = 0;
            for (var i = chunk.indexOf('\n'); i >= 0; i = chunk.indexOf('\n', i + 1)) {
                if (i + 1 == chunk.length()
                        || looksLikeSegment(chunk, i + 1, field)
                        || chunk.substring(from, i).isBlank()) {
                    add(lines, chunk.substring(from, i));
                    from = i + 1;
                }
            }
            add(lines, chunk.substring(from));
        }
        return lines;
    }

    private static void add(List<String> lines, String line) {
        var end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\n') {
            end--;
        }
        var stripped = line.substring(0, end).stripLeading();
        if (!stripped.isEmpty()) {
            lines.add(stripped);
        }
    }

    private static boolean looksLikeSegment(String text, int at, char field) {
        return text.length() >= at + 3
                && isName(text, at)
                && (text.length() == at + 3
                        || text.charAt(at + 3) == field
                        || text.charAt(at + 3) == '\n');
    }

    private static boolean isName(String text, int at) {
        return upper(text.charAt(at))
                && upperOrDigit(text.charAt(at + 1))
                && upperOrDigit(text.charAt(at + 2));
    }

    private static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean upperOrDigit(char c) {
        return upper(c) || (c >= '0' && c <= '9');
    }

    private ObjectNode segment(String line, int number) {
        if (!looksLikeSegment(line, 0, delimiters.field())) {
            throw new FaultException(FaultCode.TRP_116, "", "line " + number + " is no segment");
        }
        var name = line.substring(0, 3);
        var node = JSON.objectNode();
        node.put("name", name);
        var fields = node.putArray("fields");
        try {
            // HAPI looks for the data type of OBX-5 and MFE-4 by name; a neutral name spares that.
            var segment = new GenericSegment(MESSAGE, name.equals("MSH") ? name : "ZZZ");
            PARSER.parse(
                    (Segment) segment,
                    name.equals("MSH") ? line : "ZZZ" + line.substring(3),
                    characters);
            for (var i = 1; i <= segment.numFields(); i++) {
                fields.add(field(segment.getField(i), name.equals("MSH") && i <= 2));
            }
        } catch (HL7Exception unreadable) {
            throw new FaultException(
                    List.of(new se.trepart.fault.Fault(FaultCode.TRP_116, name, "line " + number)),
                    unreadable);
        }
        trim(fields);
        return node;
    }

    private ArrayNode field(Type[] repetitions, boolean raw) {
        var field = JSON.arrayNode();
        for (var repetition : repetitions) {
            var components = JSON.arrayNode();
            var data = data(repetition);
            if (data instanceof Composite composite) {
                for (var component : composite.getComponents()) {
                    components.add(component(component, raw));
                }
            } else {
                components.add(component(data, raw));
            }
            field.add(trim(components));
        }
        return trim(field);
    }

    private ArrayNode component(Type component, boolean raw) {
        var subcomponents = JSON.arrayNode();
        var data = data(component);
        if (data instanceof Composite composite) {
            for (var subcomponent : composite.getComponents()) {
                add(subcomponents, data(subcomponent), raw);
            }
        } else {
            add(subcomponents, data, raw);
        }
        while (!subcomponents.isEmpty()
                && subcomponents.get(subcomponents.size() - 1).asText("-").isEmpty()) {
            subcomponents.remove(subcomponents.size() - 1);
        }
        return subcomponents;
    }

    private void add(ArrayNode subcomponents, Type data, boolean raw) {
        var value = data instanceof Primitive primitive ? primitive.getValue() : "";
        if (value == null) {
            subcomponents.add("");
        } else if (value.equals("\"\"")) {
            subcomponents.addNull();
        } else {
            subcomponents.add(raw ? value : escapes.unescape(value));
        }
    }

    private static Type data(Type type) {
        return type instanceof Varies varies ? varies.getData() : type;
    }

    private static ArrayNode trim(ArrayNode list) {
        while (!list.isEmpty() && list.get(list.size() - 1).isEmpty()) {
            list.remove(list.size() - 1);
        }
        return list;
    }

    private static PipeParser parser() {
        var context = new DefaultHapiContext(new GenericModelClassFactory());
        context.setValidationContext(new NoValidation());
        context.getParserConfiguration().setAllowUnknownVersions(true);
        context.getParserConfiguration().setEscaping(new AsItStands());
        return new PipeParser(context);
    }

    /** Leaves escapes to {@link Hl7Escapes}: HAPI's own loses those that it does not know. */
    private static final class AsItStands implements Escaping {
        @Override
        public String escape(String text, EncodingCharacters characters) {
            return text;
        }

        @Override
        public String unescape(String text, EncodingCharacters characters) {
            return text;
        }
    }
}
