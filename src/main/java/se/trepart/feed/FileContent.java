package se.trepart.feed;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultException;
import se.trepart.mapping.Hl7Batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file holds, told by its first sign: CloudEvents when that is a brace or bracket (one
 * event, an array of them, or one on each line), else HL7 v2.
 *
 * @param kind how each part is to be received
 * @param parts the messages in the file's order
 * @param faults of the file itself; with any, none of its parts is taken
 */
record FileContent(Kind kind, List<byte[]> parts, List<Fault> faults) {
    enum Kind {
        HL7,
        EVENTS
    }

    /** Reads a file's bytes; never throws. */
    static FileContent read(byte[] file) {
        var first = first(file);
        if (first == '{' || first == '[') {
            return new FileContent(Kind.EVENTS, events(file, first), List.of());
        }
        var batch = Hl7Batch.read(file);
        return new FileContent(Kind.HL7, batch.messages(), batch.faults());
    }

    private static char first(byte[] file) {
        var start = new String(file, 0, Math.min(file.length, 1024), StandardCharsets.UTF_8);
        var text = (start.startsWith("\uFEFF") ? start.substring(1) : start).stripLeading();
        return text.isEmpty() ? ' ' : text.charAt(0);
    }

    private static List<byte[]> events(byte[] file, char first) {
        var text = new String(file, StandardCharsets.UTF_8);
        var lines =
                (text.startsWith("\uFEFF") ? text.substring(1) : text)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
        if (first == '{' && readable(lines.getFirst())) {
            return bytes(lines);
        }
        var whole = String.join("\n", lines);
        if (!readable(whole)) {
            return bytes(lines);
        }
        if (first == '{') {
            return bytes(List.of(whole));
        }
        var parts = new ArrayList<String>();
        for (JsonNode event : EventReception.parse(whole.getBytes(StandardCharsets.UTF_8))) {
            parts.add(event.toString());
        }
        return bytes(parts);
    }

    private static boolean readable(String json) {
        try {
            return EventReception.parse(json.getBytes(StandardCharsets.UTF_8)).isContainerNode();
        } catch (FaultException malformed) {
            return false;
        }
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
