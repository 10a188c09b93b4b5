package se.trepart.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One segment of a message that a partner reads; fields, components and subcomponents are counted
 * from 1.
 */
public final class Hl7Segment {
    private static final String EXPLICIT_NULL = "\"\"";

    private final Delimiters delimiters;
    private final List<String> fields;

    Hl7Segment(String line, Delimiters delimiters) {
        this.delimiters = delimiters;
        this.fields = new ArrayList<>(parts(line, delimiters.field()));
        if (line.startsWith("MSH")) {
            fields.add(1, String.valueOf(delimiters.field()));
        }
    }

    public String name() {
        return fields.getFirst();
    }

    /** A component of the field's first repetition; empty when absent or explicitly null. */
    public String value(int field, int component) {
        return value(field, component, 1);
    }

    /**
     * The first component of the field's first repetition; empty when absent or explicitly null.
     */
    public String value(int field) {
        return value(field, 1, 1);
    }

    /**
     * The first component or subcomponent that says anything, for locations, where senders differ
     * in the place.
     */
    String anywhereIn(int field) {
        return parts(firstRepetition(field), delimiters.component()).stream()
                .flatMap(component -> parts(component, delimiters.subcomponent()).stream())
                .map(this::meaning)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The segment as text, with the field set to a value. */
    String encodedWith(int field, String value) {
        List<String> changed = new ArrayList<>(fields);
        while (changed.size() <= field) {
            changed.add("");
        }
        changed.set(field, delimiters.escaped(value));
        return String.join(String.valueOf(delimiters.field()), changed);
    }

    private String value(int field, int component, int subcomponent) {
        if (name().equals("MSH") && field <= 2) {
            return at(fields, field);
        }
        List<String> components = parts(firstRepetition(field), delimiters.component());
        List<String> subcomponents =
                parts(at(components, component - 1), delimiters.subcomponent());
        return meaning(at(subcomponents, subcomponent - 1));
    }

    private String firstRepetition(int field) {
        return parts(at(fields, field), delimiters.repetition()).getFirst();
    }

    private String meaning(String value) {
        return value.equals(EXPLICIT_NULL) ? "" : delimiters.unescaped(value).strip();
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static List<String> parts(String text, char delimiter) {
        return Arrays.asList(text.split(Pattern.quote(String.valueOf(delimiter)), -1));
    }
}
