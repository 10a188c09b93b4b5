package se.trepart.checker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A run's files, line by line, so that a test can forge one of them. */
final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, List<ObjectNode>> files = new TreeMap<>();

    private History(Path folder) {
        this.folder = folder;
    }

    /**
     * A good run: a message told twice and taken once, one refused, one unanswered; PASiS got a
     * registration and its makulering, primary care XS004.
     */
    static History good(Path folder) {
        var history = new History(folder);
        history.add("sent", "feed:mllp sender:A|B id:1 hash:aa answer:none answeredId:");
        history.add("sent", "feed:mllp sender:A|B id:1 hash:aa answer:AA answeredId:1");
        history.add("sent", "feed:mllp sender:A|B id:1 hash:aa answer:AA answeredId:1");
        history.add("sent", "feed:mllp sender:A|B id:2 hash:bb answer:AR answeredId:2");
        history.add("sent", "feed:http sender:urn:x id:3 hash:cc answer:201 answeredId:3");
        history.add("sent", "feed:mllp sender:A|B id:4 hash:dd answer:AE answeredId:4");
        history.message(1, "mllp", "A|B", "1", "aa", "accepted", 0);
        history.message(2, "mllp", "A|B", "1", "", "duplicate", 1);
        history.message(3, "mllp", "A|B", "2", "bb", "refused", 0);
        history.message(4, "http", "urn:x", "3", "cc", "accepted", 0);
        history.message(5, "hub", "urn:trepart:hub", "h1", "ee", "accepted", 0);
        history.event(1, 1, "urn:hl7v2:A:B", "1.1", "2023-03-14T09:00:00.5Z");
        history.event(2, 4, "urn:x", "3", "2023-03-14T09:00:01.5Z");
        history.event(3, 5, "urn:trepart:hub", "h1", "2023-03-14T09:00:02.5Z");
        history.stream("pasis", "K1", "idle", "", "", "");
        history.stream("primary-care", "U|B1", "idle", "", "t", "t");
        history.stream("primary-care", "?K2", "pending", "visit id", "t", "");
        history.delivered("pasis", "K1", 1, "p1", pasis("A04", "p1", "100000"));
        history.delivered("pasis", "K1", 2, "p2", pasis("A11", "p2", "100001"));
        history.delivered("primary-care", "U|B1", 1, "c1", primaryCare("A", "c1", "100000"));
        history.files.put("rebuild", new ArrayList<>());
        history.rebuilt(7);
        return history;
    }

    static String pasis(String trigger, String id, String caused) {
        return "MSH|^~\\&|TREPART|H|PASIS|C||"
                + "|ADT^"
                + trigger
                + "|"
                + id
                + "\rEVN|"
                + trigger
                + "|20230314"
                + caused
                + "+0100\rPV1|1|O|C||||||||||||||||K1-consultation\r";
    }

    static String primaryCare(String action, String id, String caused) {
        return "MSH|^~\\&|TREPART|H|VARDCENTRAL|U||"
                + "|ADT^A08|"
                + id
                + "\rEVN|A08|20230314"
                + caused
                + "+0100\rPV1|1|O|U||||||||||||||||B1\rPR1|1||XS004|||||||||||||||||"
                + action
                + "\r";
    }

    /** A delivery in the ledger, and its frames at the destination. */
    void delivered(String destination, String key, int serial, String id, String message) {
        delivery(destination, key, serial, id, message, "confirmed");
        frame(destination, serial, true, id, "", message);
        frame(destination, serial, false, id, "", "MSH|^~\\&|X\rMSA|AA|" + id + "\r");
    }

    void delivery(
            String destination, String key, int serial, String id, String message, String state) {
        file("deliveries")
                .add(
                        JSON.createObjectNode()
                                .put("destination", destination)
                                .put("key", key)
                                .put("serial", serial)
                                .put("controlId", id)
                                .put("hash", Hashes.of(message))
                                .put("state", state));
    }

    void frame(
            String destination, int connection, boolean in, String id, String fault, String text) {
        file("witness-" + destination)
                .add(
                        JSON.createObjectNode()
                                .put("port", 1)
                                .put("connection", connection)
                                .put("direction", in ? "in" : "out")
                                .put("controlId", id)
                                .put("fault", fault)
                                .put("text", text)
                                .put(
                                        "bytes",
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        text.getBytes(StandardCharsets.UTF_8))));
    }

    void message(
            long id,
            String feed,
            String sender,
            String controlId,
            String hash,
            String outcome,
            long duplicateOf) {
        file("messages")
                .add(
                        JSON.createObjectNode()
                                .put("id", id)
                                .put("feed", feed)
                                .put("sender", sender)
                                .put("controlId", controlId)
                                .put("bodyHash", hash)
                                .put("outcome", outcome)
                                .put("duplicateOf", duplicateOf));
    }

    void event(long position, long message, String source, String id, String recordedAt) {
        file("events")
                .add(
                        JSON.createObjectNode()
                                .put("position", position)
                                .put("message", message)
                                .put("source", source)
                                .put("id", id)
                                .put("superseded", false)
                                .put("recordedAt", recordedAt));
    }

    void stream(
            String destination,
            String key,
            String state,
            String missing,
            String target,
            String confirmed) {
        file("streams")
                .add(
                        JSON.createObjectNode()
                                .put("destination", destination)
                                .put("key", key)
                                .put("state", state)
                                .put("missing", missing)
                                .put("target", target)
                                .put("confirmed", confirmed));
    }

    /** Words of the form name:value; a value may hold colons and bars, no blanks. */
    void add(String file, String words) {
        var line = JSON.createObjectNode();
        for (var word : words.split(" ")) {
            line.put(word.substring(0, word.indexOf(':')), word.substring(word.indexOf(':') + 1));
        }
        file(file).add(line);
    }

    void rebuilt(long compared, String... differing) {
        file("rebuild").clear();
        var line = JSON.createObjectNode();
        line.putObject("compared").put("resource", compared);
        var differences = line.putArray("differences");
        List.of(differing)
                .forEach(id -> differences.addObject().put("kind", "resource").put("id", id));
        file("rebuild").add(line);
    }

    /** Changes the lines of a file in which the field has the value. */
    void forge(String file, String field, String value, Consumer<ObjectNode> change) {
        var found =
                file(file).stream()
                        .filter(line -> line.path(field).asText().equals(value))
                        .toList();
        if (found.isEmpty()) {
            throw new AssertionError("nothing to forge: " + field + " " + value);
        }
        found.forEach(change);
    }

    void drop(String file, String field, String value) {
        if (!file(file).removeIf(line -> line.path(field).asText().equals(value))) {
            throw new AssertionError("nothing to drop: " + field + " " + value);
        }
    }

    void swap(String file, int one, int other) {
        java.util.Collections.swap(file(file), one, other);
    }

    void empty() {
        files.values().forEach(List::clear);
        rebuilt(0);
    }

    List<ObjectNode> file(String name) {
        return files.computeIfAbsent(name, key -> new ArrayList<>());
    }

    /** Writes the files; their folder. */
    Path written() throws IOException {
        for (var file : files.entrySet()) {
            var name = file.getKey() + (file.getKey().equals("rebuild") ? ".json" : ".ndjson");
            Files.write(
                    folder.resolve(name),
                    file.getValue().stream().map(JsonNode::toString).toList());
        }
        return folder;
    }

    private static final class Hashes {
        static String of(String message) {
            try {
                return java.util.HexFormat.of()
                        .formatHex(
                                java.security.MessageDigest.getInstance("SHA-256")
                                        .digest(message.getBytes(StandardCharsets.UTF_8)));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
