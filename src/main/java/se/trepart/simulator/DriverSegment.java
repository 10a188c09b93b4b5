package se.trepart.simulator;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A segment under way: fields by number, counted from 1 as the standard counts them. */
final class DriverSegment {
    private final String name;
    private final NavigableMap<Integer, String> fields = new TreeMap<>();

    DriverSegment(String name) {
        this.name = name;
    }

    /** Sets a field's components; separators in the values are escaped. */
    DriverSegment with(int field, String... components) {
        String value =
                Arrays.stream(components)
                        .map(DriverSegment::escaped)
                        .collect(Collectors.joining("^"));
        return withEncoded(field, value.replaceFirst("\\^+$", ""));
    }

    /** Sets a field to text that is HL7 already. */
    DriverSegment withEncoded(int field, String value) {
        fields.put(field, value);
        return this;
    }

    /** The segment as text, without the carriage return; in MSH the first separator is MSH-1. */
    String text() {
        int first = name.equals("MSH") ? 2 : 1;
        int last = fields.isEmpty() ? 0 : fields.lastKey();
        return name
                + IntStream.rangeClosed(first, last)
                        .mapToObj(number -> "|" + fields.getOrDefault(number, ""))
                        .collect(Collectors.joining());
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\E\\")
                .replace("|", "\\F\\")
                .replace("^", "\\S\\")
                .replace("&", "\\T\\")
                .replace("~", "\\R\\");
    }
}
