package se.trepart.mapping;

import ca.uhn.hl7v2.parser.PipeParser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Reads segments as HAPI splits them, without a model of any version, so that no version, structure
 * or segment is unknown; escapes are ours ({@link Hl7Escapes}).
 */
final class Hl7Reader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Hl7Delimiters delimiters;
    private final Hl7Escapes escapes;

    private Hl7Reader(Hl7Delimiters delimiters, Charset charset) {
        this.delimiters = delimiters;
        this.escapes = new Hl7Escapes(delimiters, charset);
    }

    static ObjectNode message(byte[] bytes, Optional<Charset> forced) {
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);
        var start = start(raw);
        var charset =
                Hl7Charset.of(
                        forced.isPresent() ? forced : Hl7Charset.named(msh18(raw, start)), bytes);
        var text = Hl7Charset.decode(bytes, start, charset);
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
        Charset charset;
        try {
            charset = Hl7Charset.of(Hl7Charset.named(msh18(raw, start)), bytes);
        } catch (FaultException unknownCharset) {
            charset = StandardCharsets.ISO_8859_1;
        }
        var text = new String(bytes, start, end - start, charset);
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
        for (var each : split(value, raw.charAt(start + 5))) {
            if (each != null && !each.isBlank()) {
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
        var chunks = new StringTokenizer(text, "\r\u001c");
        while (chunks.hasMoreTokens()) {
            var chunk = chunks.nextToken();
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
        var parts = split(line, delimiters.field());
        var fields = JSON.arrayNode(parts.length);
        var declares = name.equals("MSH");
        if (declares) {
            fields.add(asItStands(String.valueOf(delimiters.field())));
        }
        for (var i = 1; i < parts.length; i++) {
            fields.add(declares && i == 1 ? asItStands(parts[i]) : field(parts[i]));
        }
        return JSON.objectNode().put("name", name).set("fields", trim(fields));
    }

    /** MSH-1 and MSH-2, whose separators separate nothing. */
    private static ArrayNode asItStands(@Nullable String text) {
        return text == null || text.isEmpty()
                ? JSON.arrayNode(0)
                : lone(lone(lone(JSON.textNode(text))));
    }

    private ArrayNode field(@Nullable String text) {
        if (text == null) {
            return JSON.arrayNode(0);
        }
        if (text.indexOf(delimiters.repetition()) < 0) {
            return trim(lone(repetition(text)));
        }
        var repetitions = split(text, delimiters.repetition());
        var field = JSON.arrayNode(repetitions.length);
        for (var repetition : repetitions) {
            field.add(repetition(repetition));
        }
        return trim(field);
    }

    private ArrayNode repetition(@Nullable String text) {
        if (text == null) {
            return JSON.arrayNode(0);
        }
        if (text.indexOf(delimiters.component()) < 0) {
            return trim(lone(component(text)));
        }
        var components = split(text, delimiters.component());
        var repetition = JSON.arrayNode(components.length);
        for (var component : components) {
            repetition.add(component(component));
        }
        return trim(repetition);
    }

    private ArrayNode component(@Nullable String text) {
        if (text == null) {
            return JSON.arrayNode(0);
        }
        if (text.indexOf(delimiters.subcomponent()) < 0) {
            return lone(value(text));
        }
        var subcomponents = split(text, delimiters.subcomponent());
        var component = JSON.arrayNode(subcomponents.length);
        for (var subcomponent : subcomponents) {
            component.add(value(subcomponent));
        }
        while (!component.isEmpty() && component.get(component.size() - 1).asText("-").isEmpty()) {
            component.remove(component.size() - 1);
        }
        return component;
    }

    private JsonNode value(@Nullable String text) {
        if (text == null) {
            return JSON.textNode("");
        }
        return text.equals("\"\"") ? JSON.nullNode() : JSON.textNode(escapes.unescape(text));
    }

    private static ArrayNode lone(JsonNode node) {
        return JSON.arrayNode(1).add(node);
    }

    /** The parts between separators, null where nothing stands. */
    private static @Nullable String[] split(String text, char separator) {
        return PipeParser.split(text, String.valueOf(separator));
    }

    private static ArrayNode trim(ArrayNode list) {
        while (!list.isEmpty() && list.get(list.size() - 1).isEmpty()) {
            list.remove(list.size() - 1);
        }
        return list;
    }
}
