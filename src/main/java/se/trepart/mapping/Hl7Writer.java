package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes the codec's JSON form as HL7 v2: CR after every segment, nothing trailing. */
final class Hl7Writer {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");

    private final Hl7Delimiters delimiters;
    private final Hl7Escapes escapes;
    private final StringBuilder out = new StringBuilder(1024);
    private final Consumer<JsonNode> repetition = this::repetition;
    private final Consumer<JsonNode> component = this::component;
    private final Consumer<JsonNode> subcomponent = this::subcomponent;

    private Hl7Writer(Hl7Delimiters delimiters, Charset charset) {
        this.delimiters = delimiters;
        this.escapes = new Hl7Escapes(delimiters, charset);
    }

    static byte[] write(JsonNode message) {
        var segments = message.path("segments");
        var msh = segments.path(0);
        if (!msh.path("name").asText().equals("MSH")) {
            throw new FaultException(
                    FaultCode.TRP_116, "/segments/0", "the first segment is not MSH");
        }
        var separator = text(msh, 0, "|");
        var delimiters = Hl7Delimiters.of(separator.charAt(0), text(msh, 1, "^~\\&"));
        var charset = charset(message, msh);
        var writer = new Hl7Writer(delimiters, charset);
        for (var segment : segments) {
            writer.segment(segment);
        }
        return Hl7Charset.encode(writer.out.toString(), charset);
    }

    private static Charset charset(JsonNode message, JsonNode msh) {
        return message.has("charset")
                ? Charset.forName(message.get("charset").asText())
                : Hl7Charset.named(text(msh, 17, "")).orElse(StandardCharsets.UTF_8);
    }

    private static String text(JsonNode msh, int field, String otherwise) {
        var text = msh.path("fields").path(field).path(0).path(0).path(0).asText("");
        return text.isEmpty() ? otherwise : text;
    }

    private void segment(JsonNode segment) {
        var name = segment.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            throw new FaultException(
                    FaultCode.TRP_116, "/segments", "a segment's name is three characters");
        }
        out.append(name);
        var fields = segment.path("fields");
        var from = 0;
        if (name.equals("MSH")) {
            out.append(delimiters.field()).append(delimiters.declared());
            from = 2;
        }
        var mark = out.length();
        for (var i = from; i < fields.size(); i++) {
            out.append(delimiters.field());
            var before = out.length();
            list(fields.get(i), delimiters.repetition(), repetition);
            mark = out.length() > before ? out.length() : mark;
        }
        out.setLength(mark);
        out.append('\r');
    }

    private void repetition(JsonNode each) {
        list(each, delimiters.component(), component);
    }

    private void component(JsonNode each) {
        list(each, delimiters.subcomponent(), subcomponent);
    }

    private void subcomponent(JsonNode value) {
        if (value.isNull()) {
            out.append("\"\"");
        } else {
            escapes.escape(value.asText(), out);
        }
    }

    /** A list of one level; a lone text or null may stand for a list of one. */
    private void list(JsonNode list, char separator, Consumer<JsonNode> write) {
        if (!list.isArray()) {
            write.accept(list);
            return;
        }
        var mark = out.length();
        for (var i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            var before = out.length();
            write.accept(list.get(i));
            mark = out.length() > before ? out.length() : mark;
        }
        out.setLength(mark);
    }
}
