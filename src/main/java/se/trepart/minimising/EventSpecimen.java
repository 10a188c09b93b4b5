package se.trepart.minimising;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A CloudEvent: members and items are taken out. */
record EventSpecimen(JsonNode tree) implements Specimen {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public byte[] bytes() {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text() {
        return pretty(tree);
    }

    /** Two blanks for each level, as the cases hold it. */
    static String pretty(JsonNode json) {
        var indenter = new DefaultIndenter("  ", "\n");
        var separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator("");
        var printer =
                new DefaultPrettyPrinter(separators)
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(json) + "\n";
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    @Override
    public List<List<JsonPointer>> levels() {
        var levels = new ArrayList<List<JsonPointer>>();
        var level = children(JsonPointer.empty());
        while (!level.isEmpty()) {
            levels.add(level);
            level = level.stream().flatMap(each -> children(each).stream()).toList();
        }
        return levels;
    }

    private List<JsonPointer> children(JsonPointer of) {
        var children = new ArrayList<JsonPointer>();
        var node = tree.at(of);
        node.fieldNames().forEachRemaining(name -> children.add(of.appendProperty(name)));
        for (var i = 0; node.isArray() && i < node.size(); i++) {
            children.add(of.appendIndex(i));
        }
        return children;
    }

    @Override
    public EventSpecimen without(Collection<JsonPointer> pieces) {
        var copy = tree.deepCopy();
        pieces.stream()
                .sorted(
                        Comparator.comparingInt(
                                        (JsonPointer piece) -> piece.last().getMatchingIndex())
                                .reversed())
                .forEach(piece -> {
                    switch (copy.at(piece.head())) {
                        case ObjectNode object -> object.remove(piece.last().getMatchingProperty());
                        case ArrayNode array -> array.remove(piece.last().getMatchingIndex());
                        default -> throw new IllegalArgumentException("no piece");
                    }
                });
        return new EventSpecimen(copy);
    }

    @Override
    public List<JsonPointer> values() {
        return all().stream()
                .filter(each -> tree.at(each).isTextual() || tree.at(each).isNumber())
                .toList();
    }

    /** Every place, outer ones before what they hold. */
    List<JsonPointer> all() {
        var found = new ArrayList<JsonPointer>();
        collect(JsonPointer.empty(), found);
        return found;
    }

    private void collect(JsonPointer at, List<JsonPointer> found) {
        found.add(at);
        children(at).forEach(child -> collect(child, found));
    }

    @Override
    public EventSpecimen with(Map<JsonPointer, JsonNode> values) {
        if (values.containsKey(JsonPointer.empty())) {
            return new EventSpecimen(values.get(JsonPointer.empty()));
        }
        var copy = tree.deepCopy();
        values.forEach((value, other) -> {
            switch (copy.at(value.head())) {
                case ObjectNode object -> object.set(value.last().getMatchingProperty(), other);
                case ArrayNode array -> array.set(value.last().getMatchingIndex(), other);
                default -> throw new IllegalArgumentException("no value");
            }
        });
        return new EventSpecimen(copy);
    }

    /** With another name for a member, in its place. */
    EventSpecimen renamed(JsonPointer member, String name) {
        var copy = tree.deepCopy();
        var object = (ObjectNode) copy.at(member.head());
        var members = object.deepCopy();
        object.removeAll();
        members.properties()
                .forEach(each ->
                        object.set(
                                each.getKey().equals(member.last().getMatchingProperty())
                                        ? name
                                        : each.getKey(),
                                each.getValue()));
        return new EventSpecimen(copy);
    }
}
