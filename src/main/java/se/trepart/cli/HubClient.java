package se.trepart.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Asks the hub's operator's API (contract 8); a refusal is told with what the hub says of it. */
final class HubClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String hub;
    private String operator = "";

    HubClient(URI hub) {
        this.hub = hub.toString().replaceAll("/+$", "");
    }

    /** Says who asks, as long as the doors have no locks. */
    void as(@Nullable String name) {
        operator = name == null ? "" : encoded(name);
    }

    /** Gets a path with a query; throws IOException with the hub's reasons when it refuses. */
    JsonNode get(String path, Map<String, String> query) throws IOException, InterruptedException {
        var parameters = form(query);
        return send(request(path + (parameters.isEmpty() ? "" : "?" + parameters)).GET().build());
    }

    /** Posts a form: what must stand in no address. */
    JsonNode postForm(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                        .build());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Posts JSON. */
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
    }

    /** One segment of a path. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(hub + path)).timeout(PATIENCE);
        return operator.isEmpty() ? request : request.header("X-Operator", operator);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IOException(response.statusCode() + " " + reasons(response.body()));
            }
            return JSON.readTree(response.body());
        } catch (ConnectException nobody) {
            throw new IOException("no hub answers at " + hub + " (--hub says where)", nobody);
        } catch (JsonProcessingException notOurs) {
            throw new IOException("what answers at " + hub + " is no hub", notOurs);
        }
    }

    private static String reasons(String body) throws JsonProcessingException {
        var problem = JSON.readTree(body);
        var reasons =
                StreamSupport.stream(problem.path("faults").spliterator(), false)
                        .map(fault -> fault.path("text").asText())
                        .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? problem.path("detail").asText(body) : reasons;
    }

    @Override
    public void close() {
        http.close();
    }
}
