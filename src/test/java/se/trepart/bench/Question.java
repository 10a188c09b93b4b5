package se.trepart.bench;

import java.nio.charset.StandardCharsets;

/**
 * A FHIR request.
 *
 * @param path below the server's base, with the query
 * @param form what is posted; empty for GET
 */
record Question(String path, String form) {
    /** Reads {@code Type?query} and {@code POST Type/_search?query}. */
    static Question of(String text) {
        if (!text.startsWith("POST ")) {
            return new Question(text, "");
        }
        var parts = text.substring("POST ".length()).split("\\?", 2);
        return new Question(parts[0], parts[1]);
    }

    /** As {@link #of} reads it. */
    String text() {
        return form.isEmpty() ? path : "POST " + path + "?" + form;
    }

    /** The same bytes for every server with its base at {@code /fhir}. */
    byte[] http() {
        var head =
                (form.isEmpty() ? "GET" : "POST")
                        + " /fhir/"
                        + path.replace("|", "%7C")
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/fhir+json\r\n";
        var type =
                form.isEmpty()
                        ? ""
                        : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                + form.length()
                                + "\r\n";
        return (head + type + "\r\n" + form).getBytes(StandardCharsets.UTF_8);
    }
}
