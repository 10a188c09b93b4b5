package se.trepart.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Sends files of CloudEvents by HTTP: one event, an array as a batch, or one event a line. */
final class EventSender implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI receiver;
    private final Duration timeout;

    EventSender(URI receiver, Duration timeout) {
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
        this.receiver = receiver;
        this.timeout = timeout;
    }

    /** Sends a file that holds one event, or an array of events that is sent as one batch. */
    void sendDocument(byte[] file, Consumer<Reply> replies) throws InterruptedException {
        boolean batch = new String(file, StandardCharsets.UTF_8).strip().startsWith("[");
        if (batch) {
            post("application/cloudevents-batch+json", file, "batch", replies);
        } else {
            post("application/cloudevents+json", file, idOf(file), replies);
        }
    }

    /** Sends a file that holds one event a line. */
    void sendLines(byte[] file, Consumer<Reply> replies) throws InterruptedException {
        for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isBlank()) {
                byte[] event = line.getBytes(StandardCharsets.UTF_8);
                post("application/cloudevents+json", event, idOf(event), replies);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void post(String mediaType, byte[] body, String id, Consumer<Reply> replies)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(receiver)
                        .timeout(timeout)
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            JsonNode answer = tree(response.body());
            if (response.statusCode() == 200 && answer.isArray()) {
                answer.forEach(one ->
                        replies.accept(
                                reply(
                                        one.path("status").asInt(),
                                        one.path("id").asText(),
                                        one.path("problem"))));
            } else {
                replies.accept(reply(response.statusCode(), id, answer));
            }
        } catch (IOException e) {
            String why = e.getMessage() == null ? "nobody listens at " + receiver : e.getMessage();
            replies.accept(Reply.unanswered(id, why));
        }
    }

    private static Reply reply(int status, String id, JsonNode problem) {
        boolean taken = status >= 200 && status < 300;
        return new Reply(
                taken ? Reply.Outcome.TAKEN : Reply.Outcome.REFUSED,
                status + "  " + id,
                taken ? List.of() : reasons(problem));
    }

    /** Title and detail of an RFC 9457 problem, then each of its faults. */
    private static List<String> reasons(JsonNode problem) {
        List<String> reasons = new ArrayList<>();
        for (String member : List.of("title", "detail")) {
            if (problem.path(member).isTextual()) {
                reasons.add(problem.path(member).asText());
            }
        }
        for (JsonNode member : problem) {
            if (member.isArray()) {
                member.forEach(fault -> reasons.add(words(fault)));
            }
        }
        return reasons;
    }

    private static String words(JsonNode fault) {
        if (!fault.isObject()) {
            return fault.asText();
        }
        List<String> words = new ArrayList<>();
        fault.forEach(value -> words.add(value.isValueNode() ? value.asText() : value.toString()));
        return String.join(" ", words);
    }

    private static String idOf(byte[] event) {
        String id = tree(event).path("id").asText();
        return id.isEmpty() ? "-" : id;
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? JSON.missingNode() : tree;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
