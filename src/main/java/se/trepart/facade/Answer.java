package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an interaction answers.
 *
 * @param content null when the status says all
 */
record Answer(
        int status,
        Map<String, String> headers,
        Representation representation,
        @Nullable Content content) {
    static Answer ok(Representation representation, Content content) {
        return new Answer(200, Map.of(), representation, content);
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, representation, content);
    }
}
