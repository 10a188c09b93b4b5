package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How the API's values stand in a table. */
final class Cells {
    private Cells() {}

    /** The field's text, a dash where there is none. */
    static String text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
                ? "-"
                : value.asText();
    }

    /** To the second, without zone: Stockholm's, as the API writes them. */
    static String time(JsonNode node, String field) {
        var text = text(node, field);
        return text.length() < 19 ? text : text.substring(0, 19).replace('T', ' ');
    }

    static String yesOrNo(JsonNode node, String field) {
        return node.path(field).asBoolean() ? "yes" : "NO";
    }

    /** The texts of an array, or of a field of its objects. */
    static String each(JsonNode array, String field) {
        var texts =
                StreamSupport.stream(array.spliterator(), false)
                        .map(each -> field.isEmpty() ? each.asText() : each.path(field).asText())
                        .collect(Collectors.joining(" "));
        return texts.isEmpty() ? "-" : texts;
    }

    /** The code of a cause, with its detail. */
    static String cause(JsonNode node) {
        var cause = node.path("cause");
        var detail = text(cause, "detail");
        return text(cause, "code") + (detail.equals("-") ? "" : " " + detail);
    }
}
