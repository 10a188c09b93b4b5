package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a terminal shows which fields of a message made what: each thing with its fields below. */
final class DrawnFields {
    private static final int WIDTH = 44;

    private DrawnFields() {}

    static void draw(JsonNode answer, PrintWriter out) {
        things(answer)
                .forEach((thing, outputs) -> {
                    out.println(thing);
                    outputs.forEach(output -> {
                        var path = output.path("output").asText().substring(thing.length());
                        out.printf(
                                "    %-" + WIDTH + "s <- %s%n",
                                path.isEmpty() ? "(that it is there)" : path,
                                output.path("inputs").isEmpty()
                                        ? "no field: something is missing"
                                        : Cells.each(output.path("inputs"), ""));
                    });
                });
        if (answer.path("outputs").isEmpty()) {
            out.println("Nothing depends on any field.");
        }
        list(out, "Told, and without effect: ", answer.path("withoutEffect"));
        list(out, "Nothing depends on: ", answer.path("unused"));
        out.printf("%d altered messages were tried.%n", answer.path("altered").asInt());
        if (!answer.path("complete").asBoolean()) {
            out.println("Not all that they came to mean was followed: there may be more.");
        }
    }

    /** By resource, registration or consultation, in the answer's order. */
    private static Map<String, List<JsonNode>> things(JsonNode answer) {
        var things = new LinkedHashMap<String, List<JsonNode>>();
        answer.path("outputs")
                .forEach(output ->
                        things.computeIfAbsent(
                                        thing(output.path("output").asText()),
                                        none -> new ArrayList<>())
                                .add(output));
        return things;
    }

    private static String thing(String output) {
        var first = output.indexOf('/');
        var second = first < 0 ? -1 : output.indexOf('/', first + 1);
        return second < 0 ? output : output.substring(0, second);
    }

    private static void list(PrintWriter out, String what, JsonNode names) {
        if (!names.isEmpty()) {
            out.println(what + Cells.each(names, ""));
        }
    }
}
