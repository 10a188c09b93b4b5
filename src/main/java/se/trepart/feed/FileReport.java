package se.trepart.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.log.ReceivedFiles;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * The report beside a file: what became of each of its messages, by ordinal, control id and code;
 * never what a message says of anybody.
 */
final class FileReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FileReport() {}

    /** As JSON, indented for people. */
    static byte[] of(
            String name,
            String hash,
            String verdict,
            Instant began,
            List<ReceivedFiles.Part> parts) {
        var report =
                JSON.createObjectNode()
                        .put("file", name)
                        .put("sha256", hash)
                        .put("verdict", verdict)
                        .put("receivedAt", began.toString())
                        .put("messages", parts.size());
        var totals = new TreeMap<String, Integer>();
        parts.forEach(part -> totals.merge(part.outcome().code(), 1, Integer::sum));
        var outcomes = report.putObject("outcomes");
        totals.forEach(outcomes::put);
        var each = report.putArray("each");
        parts.forEach(part -> each.add(line(part)));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    private static ObjectNode line(ReceivedFiles.Part part) {
        var line = JSON.createObjectNode().put("ordinal", part.ordinal());
        if (part.controlId() != null) {
            line.put("controlId", part.controlId());
        }
        line.put("message", part.message()).put("outcome", part.outcome().code());
        try {
            var faults = JSON.readTree(part.faults());
            if (!faults.isEmpty()) {
                line.set("faults", faults);
            }
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("faults of message " + part.message(), cannotBe);
        }
        return line;
    }
}
